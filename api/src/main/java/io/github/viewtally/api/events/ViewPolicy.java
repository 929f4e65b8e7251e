package io.github.viewtally.api.events;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.model.Timestamps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides which new views are accepted, what timestamp they get, and which of them count. Deletions have no such rules.
 * Any thread may use it.
 */
public final class ViewPolicy {

    /** Seconds that a view may be longer than its timestamp allows, for clocks that differ and requests that take time. */
    private static final long TOLERANCE = 10;

    private final InstantSource source;
    private final ViewConfig config;
    private final AtomicLong lastMicros = new AtomicLong(Long.MIN_VALUE);

    public ViewPolicy(InstantSource source, ViewConfig config) {
        this.source = requireNonNull(source, "source");
        this.config = requireNonNull(config, "config");
    }

    /**
     * Returns the time now, for a view without a timestamp. It returns each microsecond at most once, so that two such views
     * always have different keys. If it is called faster than once per microsecond, it runs ahead.
     */
    Instant newTimestamp() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, source.instant());
        long micros = lastMicros.updateAndGet(last -> Math.max(last + 1, now));
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Reads the timestamp of an event; empty without one. Adds a fault to the fields if it is malformed or out of bounds. */
    Optional<Instant> readTimestamp(JsonFields fields) {
        Optional<Instant> timestamp =
                Optional.ofNullable(fields.optionalText("timestamp", Timestamps::parse, Timestamps.RULE));
        timestamp.flatMap(this::timestampFault).ifPresent(fault -> fields.addFault("timestamp", fault));
        return timestamp;
    }

    /** Returns what is wrong with a client's timestamp; empty if it is within the bounds. */
    Optional<String> timestampFault(Instant timestamp) {
        Instant now = source.instant();
        if (timestamp.isAfter(now.plusSeconds(config.maxFutureSeconds()))) {
            return Optional.of("must not be more than " + config.maxFutureSeconds() + " seconds in the future");
        }
        return config.maxPastDays()
                .filter(days -> timestamp.isBefore(now.minus(Duration.ofDays(days))))
                .map(days -> "must not be more than " + days + " days in the past");
    }

    /**
     * Returns what is wrong with a duration; empty if the view can have lasted that long since its timestamp.
     *
     * @param duration seconds watched
     * @param timestamp empty if the client sends none: then the view starts now, as if it had sent the server's time
     */
    Optional<String> durationFault(long duration, Optional<Instant> timestamp) {
        return config.plausibleSpeed()
                .map(speed -> maxDuration(speed, timestamp))
                .filter(max -> duration > max)
                .map(max -> "must not be more than " + max + " for a view that "
                        + (timestamp.isPresent() ? "started at its timestamp" : "has no timestamp and so starts now"));
    }

    /** A timestamp that is ahead of the server's clock is taken for its present time. */
    private long maxDuration(BigDecimal speed, Optional<Instant> timestamp) {
        long millis = timestamp
                .map(start -> Duration.between(start, source.instant()).toMillis())
                .orElse(0L);
        return BigDecimal.valueOf(Math.max(0, millis), 3)
                        .multiply(speed)
                        .setScale(0, RoundingMode.FLOOR)
                        .longValue()
                + TOLERANCE;
    }

    /**
     * Returns whether a view counts as one. Otherwise it adds only its duration.
     *
     * @param duration seconds watched
     */
    boolean counts(long duration) {
        return duration >= config.minViewSeconds();
    }
}
