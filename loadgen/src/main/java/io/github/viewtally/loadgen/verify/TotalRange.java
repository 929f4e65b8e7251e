package io.github.viewtally.loadgen.verify;

import io.github.viewtally.loadgen.summaries.Counter;

/** The range of correct values of each counter. Minimum and maximum are equal if no event is in doubt. */
final class TotalRange {
    static final TotalRange ZERO = new TotalRange();

    private final long[] min = new long[Counter.values().length];
    private final long[] max = new long[Counter.values().length];

    long min(Counter counter) {
        return min[counter.ordinal()];
    }

    long max(Counter counter) {
        return max[counter.ordinal()];
    }

    void add(Counter counter, long addToMin, long addToMax) {
        min[counter.ordinal()] += addToMin;
        max[counter.ordinal()] += addToMax;
    }

    /** Returns how far a value is outside the range: negative if it is too low, 0 if it is correct. */
    long drift(Counter counter, long value) {
        return value < min(counter) ? value - min(counter) : Math.max(0, value - max(counter));
    }
}
