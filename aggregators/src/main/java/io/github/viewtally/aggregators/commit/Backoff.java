package io.github.viewtally.aggregators.commit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Waits between attempts, with exponential backoff and jitter, and only while the invocation has time for another attempt.
 * It is used by one thread.
 */
final class Backoff {

    private static final int FIRST_MILLIS = 10;

    private final IntSupplier remainingMillis;
    private final Duration callTime;
    private final Duration maxPause;
    private int nextMaxMillis;

    /**
     * Creates the backoff of one invocation.
     *
     * @param remainingMillis the invocation's remaining time in milliseconds
     * @param callTime the longest time that one call takes
     * @param maxPause the longest pause
     */
    Backoff(IntSupplier remainingMillis, Duration callTime, Duration maxPause) {
        this.remainingMillis = remainingMillis;
        this.callTime = callTime;
        this.maxPause = maxPause;
        reset();
    }

    /** Creates a backoff of the same invocation for another thread. */
    Backoff forAnotherThread() {
        return new Backoff(remainingMillis, callTime, maxPause);
    }

    /** Whether the remaining time is enough for this number of calls, one after the other. */
    boolean hasTimeForCalls(int calls) {
        return remainingMillis.getAsInt() >= calls * callTime.toMillis();
    }

    /** Starts again with short pauses, for the first attempt of another call. */
    final void reset() {
        nextMaxMillis = Math.min(FIRST_MILLIS, maxMillis());
    }

    /** Waits and returns true. Returns false at once if there is no time for another call or the thread is interrupted. */
    boolean pause() {
        int millis = ThreadLocalRandom.current().nextInt(nextMaxMillis / 2, nextMaxMillis + 1);
        if (remainingMillis.getAsInt() < callTime.toMillis() + millis) {
            return false;
        }
        nextMaxMillis = Math.min(nextMaxMillis * 2, maxMillis());
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int maxMillis() {
        return Math.toIntExact(maxPause.toMillis());
    }
}
