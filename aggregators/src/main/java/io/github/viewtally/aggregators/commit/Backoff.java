package io.github.viewtally.aggregators.commit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Waits between attempts, with exponential backoff and jitter, and only while the invocation has time for another attempt.
 * It is used by one invocation.
 */
final class Backoff {

    private static final int FIRST_MILLIS = 10;
    private static final int MAX_MILLIS = 1_000;

    private final IntSupplier remainingMillis;
    private final Duration callTime;
    private int ceiling = FIRST_MILLIS;

    /**
     * Creates the backoff of one invocation.
     *
     * @param remainingMillis the invocation's remaining time
     * @param callTime the longest time that one call takes
     */
    Backoff(IntSupplier remainingMillis, Duration callTime) {
        this.remainingMillis = remainingMillis;
        this.callTime = callTime;
    }

    /** Whether the remaining time is enough for this number of calls, one after the other. */
    boolean hasTimeForCalls(int calls) {
        return remainingMillis.getAsInt() >= calls * callTime.toMillis();
    }

    /** Begins again with short pauses, because the next attempt is another one. */
    void restart() {
        ceiling = FIRST_MILLIS;
    }

    /** Waits and returns true, or returns false at once if there is no time for another call. */
    boolean pause() {
        int millis = ThreadLocalRandom.current().nextInt(ceiling / 2, ceiling + 1);
        if (remainingMillis.getAsInt() < callTime.toMillis() + millis) {
            return false;
        }
        ceiling = Math.min(ceiling * 2, MAX_MILLIS);
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
