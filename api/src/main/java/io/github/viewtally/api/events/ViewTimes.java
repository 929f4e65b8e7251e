package io.github.viewtally.api.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The timestamps of new views: gives one to each view without, and checks those that clients send. */
public final class ViewTimes {

    private final InstantSource source;
    private final UniqueClock unique;
    private final TimestampBounds bounds;

    public ViewTimes(InstantSource source, TimestampBounds bounds) {
        this.source = requireNonNull(source, "source");
        this.unique = new UniqueClock(source);
        this.bounds = requireNonNull(bounds, "bounds");
    }

    /** The time now, and never the same twice. */
    Instant next() {
        return unique.get();
    }

    /** What is wrong with a client's timestamp, in words; empty if it is within the bounds. */
    Optional<String> fault(Instant timestamp) {
        return bounds.fault(timestamp, source.instant());
    }
}
