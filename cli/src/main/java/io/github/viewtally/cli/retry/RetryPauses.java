package io.github.viewtally.cli.retry;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.run.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Pauses between the attempts of one request: 0.2 s after the first, twice as long after each further one, or as long as
 * {@code Retry-After} says, up to 30 s. Not safe for several threads.
 */
public final class RetryPauses {
    private static final RetryPolicy PAUSES =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(200), Duration.ofSeconds(30));
    private static final long MAX_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Duration patience;
    private final BooleanSupplier isStopped;
    private long startNanos = System.nanoTime();
    private int attempts;

    /**
     * Creates the pauses of a request.
     *
     * @param patience the time from the first attempt or from {@link #reset} after which there is no further attempt
     * @param isStopped ends a pause, and allows no further attempt
     */
    public RetryPauses(Duration patience, BooleanSupplier isStopped) {
        this.patience = requireNonNull(patience);
        this.isStopped = requireNonNull(isStopped);
    }

    /** Returns whether a request with this response can succeed later. */
    public static boolean isTemporary(int status) {
        return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    /** Starts from the beginning, because the request has succeeded in part. */
    public void reset() {
        startNanos = System.nanoTime();
        attempts = 0;
    }

    /**
     * Pauses before the next attempt.
     *
     * @param problem the reason for it, for the message
     * @throws ApiException if there is no further attempt
     */
    public void pause(String problem, Duration retryAfter) throws InterruptedException {
        attempts++;
        long pause = PAUSES.pauseAfter(attempts, retryAfter).toNanos();
        long end = System.nanoTime() + pause;
        if (end - startNanos > patience.toNanos()) {
            throw new ApiException("given up after " + attempts + " attempts in "
                    + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos) + " s: " + problem);
        }
        while (end - System.nanoTime() > 0) {
            if (isStopped.getAsBoolean()) {
                throw new ApiException("stopped while the API was unavailable: " + problem);
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(MAX_SLEEP_NANOS, Math.max(1, end - System.nanoTime())));
        }
    }
}
