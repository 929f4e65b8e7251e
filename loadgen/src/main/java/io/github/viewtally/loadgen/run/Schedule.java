package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When events are meant to be sent: the i-th, counted from 0, at {@code i / rate} seconds after the start, as long as
 * that is before {@code length}.
 */
public record Schedule(double rate, Duration length) {
    /** Longer than anyone waits, and its nanoseconds still fit into a long. */
    public static final Duration ENDLESS = Duration.ofDays(100 * 365);

    private static final double NANOS_PER_SECOND = 1e9;

    public Schedule {
        requireNonNull(length);
        if (!(rate > 0 && rate <= 1_000_000)) {
            throw new IllegalArgumentException("the rate must be more than 0 and at most 1000000 events/s");
        }
    }

    /** The number of events of the whole schedule. */
    public long count() {
        // The small part keeps 1.1/s for 30 s at 33 events although 1.1 is no exact double.
        return (long) Math.ceil(length.toNanos() * rate / NANOS_PER_SECOND - 1e-6);
    }

    /** The number of events whose time has come when that much time has passed since the start. */
    long due(long elapsedNanos) {
        return Math.min(count(), (long) (elapsedNanos * rate / NANOS_PER_SECOND) + 1);
    }

    /** The time after the start at which the event is meant to be sent. */
    long intendedNanos(long event) {
        return (long) (event * NANOS_PER_SECOND / rate);
    }

    boolean isOver(long elapsedNanos) {
        return elapsedNanos >= length.toNanos();
    }
}
