package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunSummaryTest {

    @Test
    void theSummaryIsOneLineWithTheAchievedRate() {
        RunSummary summary = new RunSummary(5_000, 5_000, 0, Duration.ofMillis(10_004), Duration.ZERO);

        assertThat(summary.text()).isEqualTo("5000 sent, 5000 acknowledged, 0 failed in 10.0 s (499.8/s)");
        assertThat(summary.allAcknowledged()).isTrue();
    }

    @Test
    void unansweredEventsAndASlippedScheduleAreNamed() {
        RunSummary summary = new RunSummary(10, 6, 1, Duration.ofSeconds(2), Duration.ofMillis(1_500));

        assertThat(summary.text())
                .isEqualTo("10 sent, 6 acknowledged, 1 failed, 3 unanswered in 2.0 s (3.0/s);"
                        + " the schedule slipped by up to 1.5 s: never more than 1000 events were under way");
        assertThat(summary.allAcknowledged()).isFalse();
    }
}
