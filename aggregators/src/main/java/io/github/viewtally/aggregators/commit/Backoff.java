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
    private int ceiling;

    /**
     * Creates the backoff of one invocation.
     *
     * @param remainingMillis the invocation's remaining time
     * @param callTime the longest time that one call takes
     * @param maxPause the longest pause
     */
    Backoff(IntSupplier remainingMillis, Duration callTime, Duration maxPause) {
        this.remainingMillis = remainingMillis;
        this.callTime = callTime;
        this.maxPause = maxPause;
        restart();
    }

    /** The backoff of another call of the same invocation, for another thread. */
    Backoff another() {
        return new Backoff(remainingMillis, callTime, maxPause);
    }

    /** Whether the remaining time is enough for this number of calls, one after the other. */
    boolean hasTimeForCalls(int calls) {
        return remainingMillis.getAsInt() >= calls * callTime.toMillis();
    }

    /** Begins again with short pauses, because the next attempt is another one. */
    final void restart() {
        ceiling = Math.min(FIRST_MILLIS, maxMillis());
    }

    /** Waits and returns true, or returns false at once if there is no time for another call. */
    boolean pause() {
        int millis = ThreadLocalRandom.current().nextInt(ceiling / 2, ceiling + 1);
        if (remainingMillis.getAsInt() < callTime.toMillis() + millis) {
            return false;
        }
        ceiling = Math.min(ceiling * 2, maxMillis());
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
