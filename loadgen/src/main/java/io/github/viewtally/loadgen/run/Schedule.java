package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The times of events: event i, counted from 0, is due {@code i / rate} seconds after the start, if that is before
 * {@code length}.
 */
public record Schedule(double rate, Duration length) {
    /** The maximum length of a schedule. Its nanoseconds fit into a long. */
    public static final Duration MAX_LENGTH = Duration.ofDays(100 * 365);

    private static final double NANOS_PER_SECOND = 1e9;

    public Schedule {
        requireNonNull(length);
        if (!(rate > 0 && rate <= 1_000_000)) {
            throw new IllegalArgumentException("the rate must be more than 0 and at most 1000000 events/s");
        }
    }

    /** Returns the total number of events. */
    public long count() {
        // The tolerance gives 33 events for 1.1/s and 30 s, although 1.1 is not an exact double.
        return (long) Math.ceil(length.toNanos() * rate / NANOS_PER_SECOND - 1e-6);
    }

    /** Returns the number of events that are due at a time after the start. */
    long due(long elapsedNanos) {
        return Math.min(count(), (long) (elapsedNanos * rate / NANOS_PER_SECOND) + 1);
    }

    /** Returns the time after the start at which an event is due. */
    long dueNanos(long event) {
        return (long) (event * NANOS_PER_SECOND / rate);
    }

    boolean isOver(long elapsedNanos) {
        return elapsedNanos >= length.toNanos();
    }
}
