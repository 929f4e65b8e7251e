package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewPolicyTest {

    private static final Instant NOW = Instant.parse("2022-01-02T12:00:00Z");

    @ParameterizedTest(name = "{0} after its start, at speed {1}: at most {2} s")
    @CsvSource({
        "PT0S, 1, 10",
        "PT60S, 1, 70",
        "PT0.999S, 1, 10",
        "PT1S, 1.5, 11",
        "PT2S, 1.5, 13",
        "PT60S, 2, 130",
        "PT-60S, 2, 10",
        "PT24H, 1, 86400",
        "P700000D, 100, 86400"
    })
    void boundsTheDurationByTheTimeSinceTheTimestamp(Duration elapsed, BigDecimal speed, long max) {
        ViewPolicy policy = policy(0, Optional.of(speed));
        Optional<Instant> timestamp = Optional.of(NOW.minus(elapsed));

        assertThat(policy.durationFault(max, timestamp)).isEmpty();
        if (max < 86_400) {
            assertThat(policy.durationFault(max + 1, timestamp))
                    .contains("must not be more than " + max + " for a view that started at its timestamp");
        }
    }

    @Test
    void takesAViewWithoutATimestampForOneThatStartsNow() {
        ViewPolicy policy = policy(0, Optional.of(BigDecimal.TEN));

        assertThat(policy.durationFault(10, Optional.empty())).isEmpty();
        assertThat(policy.durationFault(11, Optional.empty()))
                .contains("must not be more than 10 for a view that has no timestamp and so starts now");
    }

    @Test
    void acceptsEveryDurationByDefault() {
        assertThat(policy(0, Optional.empty()).durationFault(86_400, Optional.of(NOW)))
                .isEmpty();
    }

    @Test
    void countsAViewFromTheMinimumDurationOn() {
        assertThat(policy(30, Optional.empty()).counts(29)).isFalse();
        assertThat(policy(30, Optional.empty()).counts(30)).isTrue();
        assertThat(policy(0, Optional.empty()).counts(0)).isTrue();
    }

    private static ViewPolicy policy(int minViewSeconds, Optional<BigDecimal> speed) {
        return new ViewPolicy(InstantSource.fixed(NOW), new ViewConfig(600, Optional.empty(), minViewSeconds, speed));
    }
}
