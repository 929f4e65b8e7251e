package io.github.viewtally.cli.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.loadgen.http.ApiException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackoffTest {

    @Test
    void doublesThePausesAndRespectsRetryAfter() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), () -> false);

        assertThat(pause(backoff, Duration.ZERO)).isGreaterThanOrEqualTo(200);
        assertThat(pause(backoff, Duration.ZERO)).isGreaterThanOrEqualTo(400);
        assertThat(pause(backoff, Duration.ofSeconds(1))).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void givesUpBeforeAPauseThatEndsTooLate() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(500), () -> false);

        backoff.pause("first", Duration.ZERO);
        assertThatThrownBy(() -> backoff.pause("the reason", Duration.ZERO))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("given up after 2 attempts")
                .hasMessageContaining("the reason");
    }

    @Test
    void startsAgainAfterAReset() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(500), () -> false);

        for (int i = 0; i < 4; i++) {
            backoff.pause("reason", Duration.ZERO);
            backoff.reset();
        }
    }

    @Test
    void endsAPauseWhenItIsStopped() throws InterruptedException {
        AtomicBoolean isStopped = new AtomicBoolean();
        Backoff backoff = new Backoff(Duration.ofHours(1), isStopped::get);
        Thread stopper = new Thread(() -> isStopped.set(true));
        stopper.start();

        assertThatThrownBy(() -> backoff.pause("reason", Duration.ofSeconds(29)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("stopped");
        stopper.join();
    }

    private static long pause(Backoff backoff, Duration retryAfter) throws InterruptedException {
        long start = System.nanoTime();
        backoff.pause("reason", retryAfter);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
