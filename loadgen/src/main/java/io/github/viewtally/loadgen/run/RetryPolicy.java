package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Limits the retries of a request.
 *
 * @param attempts the maximum number of attempts, including the first
 * @param firstPause the pause after the first attempt; it doubles after each attempt
 * @param maxPause the maximum pause
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration maxPause) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));

    /** Avoids an overflow. The maximum pause is reached earlier. */
    private static final int MAX_DOUBLINGS = 20;

    public RetryPolicy {
        requireNonNull(firstPause);
        requireNonNull(maxPause);
    }

    /** Returns the pause after a number of attempts. It respects {@code Retry-After} up to the maximum pause. */
    public Duration pauseAfter(int attempts, Duration retryAfter) {
        Duration own = firstPause.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
        Duration pause = own.compareTo(retryAfter) > 0 ? own : retryAfter;
        return pause.compareTo(maxPause) < 0 ? pause : maxPause;
    }
}
