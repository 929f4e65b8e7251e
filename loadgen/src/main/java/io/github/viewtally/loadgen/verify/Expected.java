package io.github.viewtally.loadgen.verify;

import io.github.viewtally.loadgen.summaries.Counter;

/** The least and the most that each counter may rightly show. Both are the same as long as no event is in doubt. */
final class Expected {
    static final Expected NOTHING = new Expected();

    private final long[] least = new long[Counter.values().length];
    private final long[] most = new long[Counter.values().length];

    long least(Counter counter) {
        return least[counter.ordinal()];
    }

    long most(Counter counter) {
        return most[counter.ordinal()];
    }

    void add(Counter counter, long toLeast, long toMost) {
        least[counter.ordinal()] += toLeast;
        most[counter.ordinal()] += toMost;
    }

    /** How far the value is outside: negative if it is too low, 0 if it is right. */
    long drift(Counter counter, long value) {
        return value < least(counter) ? value - least(counter) : Math.max(0, value - most(counter));
    }
}
