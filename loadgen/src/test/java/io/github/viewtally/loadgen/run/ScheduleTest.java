package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource({"500,PT10S,5000", "2,PT10S,20", "1.1,PT30S,33", "3,PT0.5S,2", "1000,PT0.001S,1", "0.5,PT1S,1"})
    void hasRateTimesDurationEvents(double rate, Duration length, long count) {
        assertThat(new Schedule(rate, length).count()).isEqualTo(count);
    }

    @Test
    void firstEventIsDueImmediatelyAndLaterOnesAtTheirTime() {
        Schedule schedule = new Schedule(2, Duration.ofSeconds(10));

        assertThat(schedule.due(0)).isEqualTo(1);
        assertThat(schedule.due(499_999_999)).isEqualTo(1);
        assertThat(schedule.due(500_000_000)).isEqualTo(2);
        assertThat(schedule.dueNanos(1)).isEqualTo(500_000_000);
    }

    @Test
    void noMoreEventsAreDueAfterTheEnd() {
        Schedule schedule = new Schedule(2, Duration.ofSeconds(10));

        assertThat(schedule.due(Duration.ofMinutes(1).toNanos())).isEqualTo(20);
        assertThat(schedule.isOver(9_999_999_999L)).isFalse();
        assertThat(schedule.isOver(10_000_000_000L)).isTrue();
    }

    @Test
    void aScheduleOfMaximumLengthContinuesAfterAYear() {
        Schedule schedule = new Schedule(1_000_000, Schedule.MAX_LENGTH);

        assertThat(schedule.due(Duration.ofDays(365).toNanos())).isEqualTo(365L * 86_400 * 1_000_000 + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void rejectsInvalidRates(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(rate, Duration.ofSeconds(1)));
    }
}
