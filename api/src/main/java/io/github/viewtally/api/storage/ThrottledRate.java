package io.github.viewtally.api.storage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The rate at which the writes of a throttled video are sent. It decreases by a factor when DynamoDB throttles, and
 * increases in steps while it does not. So it stays close to what DynamoDB takes, and few writes are throttled.
 */
final class ThrottledRate {

    /** The lowest rate, in writes per second. */
    static final double MIN = 10;

    /** Throttled writes within this time have the same cause, so they decrease the rate once. */
    static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A rate without throttling for this time is no longer needed. */
    static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final double MAX = 1_000_000;
    private static final double SECOND = 1e9;
    private static final double DECREASE = 0.7;

    /** A step increases the rate by this part of the rate that was throttled last. */
    private static final double INCREASE = 0.05;

    /** The factor of a step if the capacity has probably grown. */
    private static final double PROBE = 1.5;

    private static final long PROBE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Unused permits are kept for this time. */
    private static final double BURST_SECONDS = 0.05;

    private double perSecond;
    private double throttledRate;
    private double permits;
    private int partitions;
    private boolean hasGrown;
    private long refilledAt;
    private long steppedAt;
    private long decreasedAt;
    private long throttledAt;

    /**
     * Creates the rate of a video that has just been throttled. It has no permits yet.
     *
     * @param perSecond the rate of the video's writes until now
     * @param partitions the number of partitions of the index that they were sent to
     */
    ThrottledRate(double perSecond, int partitions, long now) {
        this.partitions = partitions;
        this.perSecond = perSecond;
        this.refilledAt = now;
        this.steppedAt = now;
        decrease(now);
    }

    /** Decreases the rate after a throttled write. */
    void throttled(long now) {
        throttledAt = now;
        if (now - decreasedAt >= STEP_NANOS) {
            decrease(now);
        }
    }

    private void decrease(long now) {
        throttledAt = now;
        decreasedAt = now;
        throttledRate = perSecond;
        perSecond = Math.max(MIN, perSecond * DECREASE);
        hasGrown = false;
    }

    /**
     * Adds the permits of the time that has passed, and changes the rate.
     *
     * @param newPartitions the present number of partitions; if it has grown, the rate grows with it
     */
    void refill(long now, int newPartitions) {
        if (newPartitions > partitions) {
            perSecond = Math.min(MAX, perSecond * newPartitions / partitions);
            partitions = newPartitions;
            hasGrown = true;
            // The next throttled writes may have been sent before.
            decreasedAt = now;
        }
        for (; now - steppedAt >= STEP_NANOS; steppedAt += STEP_NANOS) {
            if (throttledAt - steppedAt < 0) {
                increase(steppedAt);
            }
        }
        permits = Math.min(permits + perSecond * ((now - refilledAt) / SECOND), Math.max(1, perSecond * BURST_SECONDS));
        refilledAt = now;
    }

    private void increase(long now) {
        boolean probes = hasGrown || now - throttledAt >= PROBE_AFTER_NANOS;
        perSecond = Math.min(MAX, probes ? perSecond * PROBE : perSecond + Math.max(1, throttledRate * INCREASE));
    }

    /** Returns how many writes can be sent now. */
    int permits() {
        return (int) permits;
    }

    /** Takes the permit for one write. */
    void take() {
        permits--;
    }

    /** Returns how many writes can be sent in a time at the present rate. */
    double writesIn(Duration time) {
        return perSecond * (time.toNanos() / SECOND);
    }

    /** Returns whether DynamoDB has not throttled the video for some time. */
    boolean isOver(long now) {
        return now - throttledAt >= FORGET_NANOS;
    }
}
