package io.github.viewtally.aggregators.exactlyonce;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Pauses between attempts, longer each time and jittered so that competitors for a hot item part ways, for as long as
 * the invocation has time for another attempt.
 */
final class Backoff {

    private static final int FIRST_MILLIS = 10;
    private static final int LONGEST_MILLIS = 1_000;

    private final IntSupplier remainingMillis;
    private final Duration reserve;
    private int ceiling = FIRST_MILLIS;

    /** With {@code reserve} kept for the attempt that follows a pause. */
    Backoff(IntSupplier remainingMillis, Duration reserve) {
        this.remainingMillis = remainingMillis;
        this.reserve = reserve;
    }

    /** Whether so many calls, the first of which begins now, end within the invocation, however long they take. */
    boolean hasTimeForAttempts(int howMany) {
        return remainingMillis.getAsInt() >= howMany * reserve.toMillis();
    }

    /** Waits a while; false, without having waited, if there is no time for another attempt. */
    boolean pause() {
        int millis = ThreadLocalRandom.current().nextInt(ceiling / 2, ceiling + 1);
        if (remainingMillis.getAsInt() < reserve.toMillis() + millis) {
            return false;
        }
        ceiling = Math.min(ceiling * 2, LONGEST_MILLIS);
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
