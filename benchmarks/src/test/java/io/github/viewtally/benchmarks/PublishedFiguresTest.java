package io.github.viewtally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.benchmarks.BenchmarkResult.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFiguresTest {

    private static final RunSettings SETTINGS = new RunSettings(Duration.ofSeconds(1), 3, Duration.ofSeconds(1), 1);
    private static final Goal HIGH = Goal.atLeast(1, 2);
    private static final Goal LOW = Goal.atMost(2, 1);

    @TempDir
    private Path directory;

    private PublishedFigures published;

    @BeforeEach
    void publish() throws IOException {
        List<BenchmarkResult> results = List.of(
                ratio("many users ÷ the demo", HIGH, 1_500, 1_400, 1_600),
                ratio("latency ÷ raw", LOW, 1.2, 1.1, 1.3),
                BenchmarkResult.ofFigure("freshness", "s", 1, LOW, "a note | with a bar"));
        Path report = directory.resolve("report.md");
        Files.writeString(report, Report.markdown(SETTINGS, results, List.of()));
        published = PublishedFigures.read(report);
    }

    @Test
    void findsNothingWorseWithinTheRounds() {
        assertThat(published.worse(List.of(
                        ratio("many users ÷ the demo", HIGH, 1_401, 1_000, 1_500),
                        ratio("latency ÷ raw", LOW, 1.29, 1.2, 1.4),
                        BenchmarkResult.ofFigure("freshness", "s", 1.14, LOW, ""))))
                .isEmpty();
    }

    @Test
    void namesWhatIsWorseThanEveryRound() {
        assertThat(published.worse(List.of(
                        ratio("many users ÷ the demo", HIGH, 1_399, 1_000, 1_500),
                        ratio("latency ÷ raw", LOW, 1.31, 1.2, 1.4),
                        BenchmarkResult.ofFigure("freshness", "s", 1.16, LOW, ""))))
                .containsExactly(
                        "many users ÷ the demo: 1,399, published 1,500 [1,400–1,600]",
                        "latency ÷ raw: 1.31, published 1.20 [1.10–1.30]",
                        "freshness: 1.16, published 1 [0.850–1.15]");
    }

    @Test
    void findsNothingWorseInWhatIsBetterOrNew() {
        assertThat(published.worse(List.of(
                        ratio("many users ÷ the demo", HIGH, 9_000, 8_000, 9_500),
                        ratio("latency ÷ raw", LOW, 0.5, 0.4, 0.6),
                        ratio("another", HIGH, 0, 0, 0))))
                .isEmpty();
    }

    @Test
    void readsAReportWithoutTheColumnOfTheRuns() throws IOException {
        Path report = directory.resolve("old.md");
        Files.writeString(
                report,
                """
                | measurement | ours | baseline | figure | rounds | floor | stretch | reached |
                |---|---|---|---|---|---|---|---|
                | many users ÷ the demo | 33,753 events/s | 251 | **135** | 121–159 | ≥ 100 | ≥ 300 | floor |

                | loop | ns | ± |
                |---|---|---|
                | an inner loop | 12.0 | 0.100 |
                """);
        PublishedFigures old = PublishedFigures.read(report);
        assertThat(old.worse(List.of(ratio("many users ÷ the demo", HIGH, 120, 110, 130))))
                .containsExactly("many users ÷ the demo: 120, published 135 [121–159]");
    }

    @Test
    void reachesAGoalIfEveryRunReachesIt() {
        BenchmarkResult runs = BenchmarkResult.ofRuns(List.of(
                ratio("a", HIGH, 2.5, 2.4, 2.6), ratio("a", HIGH, 0.9, 0.8, 1), ratio("a", HIGH, 1.5, 1.4, 1.6)));
        assertThat(runs.figure()).isEqualTo(1.5);
        assertThat(runs.runs().text()).isEqualTo("0.900–2.50");
        assertThat(runs.level()).isEqualTo("**below**");
        assertThat(BenchmarkResult.ofRuns(List.of(ratio("a", LOW, 0.5, 0.5, 0.5), ratio("a", LOW, 1.9, 1.9, 1.9)))
                        .level())
                .isEqualTo("floor");
    }

    private static BenchmarkResult ratio(String title, Goal goal, double figure, double lowest, double highest) {
        return BenchmarkResult.ofRounds(
                title, "events/s", figure, 1, goal, Range.of(List.of(lowest, figure, highest)), "");
    }
}
