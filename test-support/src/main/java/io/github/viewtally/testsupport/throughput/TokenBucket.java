package io.github.viewtally.testsupport.throughput;

import java.time.Duration;

/** A limit of units per second. A bucket starts full. Not thread-safe. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Absorbs rounding errors: a bucket that was refilled for the time of one unit admits one unit. */
    private static final double TOLERANCE = 1e-6;

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long refilledNanos;

    /**
     * Creates a full bucket.
     *
     * @param burst how long it takes to fill an empty bucket
     */
    TokenBucket(double perSecond, Duration burst, long nowNanos) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.capacity = perNano * burst.toNanos();
        this.tokens = capacity;
        this.refilledNanos = nowNanos;
    }

    /** Returns whether the bucket has these units. A full bucket admits any number, because it never has more. */
    boolean admits(double units, long nowNanos) {
        refill(nowNanos);
        return tokens + TOLERANCE >= Math.min(units, capacity);
    }

    /** Takes units, even if the bucket does not have them. It then admits nothing until it has made up for the debt. */
    void take(double units, long nowNanos) {
        refill(nowNanos);
        tokens -= units;
    }

    /** Returns units that were taken and not used. */
    void giveBack(double units) {
        tokens = Math.min(capacity, tokens + units);
    }

    private void refill(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - refilledNanos) * perNano);
        refilledNanos = nowNanos;
    }
}
