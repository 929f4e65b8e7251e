package io.github.viewtally.cli.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.loadgen.http.ApiException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RetryPausesTest {

    @Test
    void doublesThePausesAndRespectsRetryAfter() throws InterruptedException {
        RetryPauses pauses = new RetryPauses(Duration.ofMinutes(1), () -> false);

        assertThat(pause(pauses, Duration.ZERO)).isGreaterThanOrEqualTo(200);
        assertThat(pause(pauses, Duration.ZERO)).isGreaterThanOrEqualTo(400);
        assertThat(pause(pauses, Duration.ofSeconds(1))).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void givesUpBeforeAPauseThatEndsTooLate() throws InterruptedException {
        RetryPauses pauses = new RetryPauses(Duration.ofMillis(500), () -> false);

        pauses.pause("first", Duration.ZERO);
        assertThatThrownBy(() -> pauses.pause("the reason", Duration.ZERO))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("given up after 2 attempts")
                .hasMessageContaining("the reason");
    }

    @Test
    void startsAgainAfterAReset() throws InterruptedException {
        RetryPauses pauses = new RetryPauses(Duration.ofMillis(500), () -> false);

        for (int i = 0; i < 4; i++) {
            pauses.pause("reason", Duration.ZERO);
            pauses.reset();
        }
    }

    @Test
    void endsAPauseWhenItIsStopped() throws InterruptedException {
        AtomicBoolean isStopped = new AtomicBoolean();
        RetryPauses pauses = new RetryPauses(Duration.ofHours(1), isStopped::get);
        Thread stopper = new Thread(() -> isStopped.set(true));
        stopper.start();

        assertThatThrownBy(() -> pauses.pause("reason", Duration.ofSeconds(29)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("stopped");
        stopper.join();
    }

    private static long pause(RetryPauses pauses, Duration retryAfter) throws InterruptedException {
        long start = System.nanoTime();
        pauses.pause("reason", retryAfter);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
