package io.github.viewtally.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({
        "1,PT0S,PT0.2S",
        "2,PT0S,PT0.4S",
        "4,PT0S,PT1.6S",
        "1,PT2S,PT2S",
        "4,PT1S,PT1.6S",
        "1,PT1H,PT30S",
        "70,PT0S,PT30S"
    })
    void doublesThePauseAndRespectsRetryAfter(int tried, Duration retryAfter, Duration pause) {
        assertThat(policy.pauseAfter(tried, retryAfter)).isEqualTo(pause);
    }
}
