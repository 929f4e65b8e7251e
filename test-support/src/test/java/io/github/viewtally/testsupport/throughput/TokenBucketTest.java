package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final TokenBucket bucket = new TokenBucket(1_000, Duration.ofSeconds(1), 0);

    @Test
    void admitsAThousandUnitsAtOnceAndThenOneForEachMillisecond() {
        assertThat(admitted(1_500, 0)).isEqualTo(1_000);
        assertThat(admitted(1, MILLI / 2)).isZero();
        assertThat(admitted(2, MILLI)).isEqualTo(1);
        assertThat(admitted(200, 101 * MILLI)).isEqualTo(100);
    }

    @Test
    void admitsAThousandUnitsPerSecondOverTime() {
        admitted(1_000, 0);
        int total = 0;
        for (long now = MILLI; now <= 10 * SECOND; now += MILLI) {
            total += admitted(3, now);
        }
        assertThat(total).isEqualTo(10_000);
    }

    @Test
    void keepsNoMoreThanItsBurst() {
        assertThat(admitted(5_000, 3_600 * SECOND)).isEqualTo(1_000);
        TokenBucket fiveMinutes = new TokenBucket(1_000, Duration.ofSeconds(300), 0);
        assertThat(fiveMinutes.admits(300_000, 0)).isTrue();
        fiveMinutes.take(300_000, 0);
        assertThat(fiveMinutes.admits(1, 0)).isFalse();
    }

    @Test
    void refusesALargeRequestUntilItHasItsUnits() {
        bucket.take(950, 0);
        assertThat(bucket.admits(100, 0)).isFalse();
        assertThat(bucket.admits(50, 0)).isTrue();
        assertThat(bucket.admits(100, 50 * MILLI)).isTrue();
    }

    @Test
    void admitsARequestThatIsLargerThanTheBucketWhenItIsFull() {
        assertThat(bucket.admits(2_500, 0)).isTrue();
        bucket.take(2_500, 0);
        assertThat(bucket.admits(1, 1_500 * MILLI)).isFalse();
        assertThat(bucket.admits(1, 1_501 * MILLI)).isTrue();
    }

    @Test
    void takesBackUnitsUpToItsBurst() {
        bucket.take(1_000, 0);
        bucket.giveBack(10);
        assertThat(admitted(20, 0)).isEqualTo(10);
        bucket.giveBack(5_000);
        assertThat(admitted(2_000, 0)).isEqualTo(1_000);
    }

    private int admitted(int requests, long now) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            if (bucket.admits(1, now)) {
                bucket.take(1, now);
                admitted++;
            }
        }
        return admitted;
    }
}
