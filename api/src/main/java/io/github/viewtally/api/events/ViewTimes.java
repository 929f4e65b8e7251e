package io.github.viewtally.api.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The timestamps of new views: fills in missing ones and checks those of clients. */
public final class ViewTimes {

    private final InstantSource source;
    private final UniqueClock unique;
    private final TimestampBounds bounds;

    public ViewTimes(InstantSource source, TimestampBounds bounds) {
        this.source = requireNonNull(source, "source");
        this.unique = new UniqueClock(source);
        this.bounds = requireNonNull(bounds, "bounds");
    }

    /** Returns the time now; never the same twice. */
    Instant next() {
        return unique.get();
    }

    /** Returns what is wrong with a client's timestamp; empty if it is within the bounds. */
    Optional<String> fault(Instant timestamp) {
        return bounds.fault(timestamp, source.instant());
    }
}
