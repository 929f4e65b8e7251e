package io.github.viewtally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.benchmarks.inner.InnerLoops;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That every measure still measures something; how much is not for a test to say. */
class BenchmarksIT {

    private static final RunSettings SHORTEST = new RunSettings(Duration.ofMillis(100), 1, Duration.ofMillis(200));

    static List<Measure> measures() {
        return Benchmarks.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("measures")
    void measuresSomething(Measure measure) throws Exception {
        List<Outcome> outcomes = measure.run(SHORTEST);
        assertThat(outcomes).isNotEmpty().allSatisfy(outcome -> {
            assertThat(outcome.figure()).as(outcome.title()).isPositive().isFinite();
            assertThat(outcome.ours()).isPositive().isFinite();
            assertThat(outcome.title() + outcome.note()).doesNotContain("|", "\n");
        });
        assertThat(Report.markdown(SHORTEST, outcomes, List.of()))
                .contains(outcomes.get(0).title());
    }

    @Test
    void runsTheInnerLoops() throws Exception {
        assertThat(InnerLoops.run(SHORTEST))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(loop ->
                        assertThat(loop.nanos()).as(loop.name()).isPositive().isFinite());
    }
}
