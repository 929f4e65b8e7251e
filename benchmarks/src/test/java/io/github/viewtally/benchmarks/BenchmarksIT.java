package io.github.viewtally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.benchmarks.micro.Microbenchmarks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that measurements return a result, but not its value. */
class BenchmarksIT {

    private static final RunSettings SHORTEST = new RunSettings(Duration.ofMillis(100), 1, Duration.ofMillis(200), 1);

    static List<Benchmark> all() {
        return Benchmarks.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void producesPositiveResults(Benchmark benchmark) throws Exception {
        List<BenchmarkResult> results = benchmark.run(SHORTEST);
        assertThat(results).isNotEmpty().allSatisfy(result -> {
            assertThat(result.figure()).as(result.title()).isPositive().isFinite();
            assertThat(result.ours()).isPositive().isFinite();
            assertThat(result.title() + result.note()).doesNotContain("|", "\n");
        });
        assertThat(Report.markdown(SHORTEST, results, List.of()))
                .contains(results.get(0).title());
    }

    @Test
    void runsTheInnerLoops() throws Exception {
        assertThat(Microbenchmarks.run(SHORTEST))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(loop ->
                        assertThat(loop.nanos()).as(loop.name()).isPositive().isFinite());
    }
}
