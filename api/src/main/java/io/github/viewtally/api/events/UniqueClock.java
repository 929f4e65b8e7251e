package io.github.viewtally.api.events;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A clock that returns each microsecond at most once, so that two views without a timestamp always have different keys.
 * If it is called faster than once per microsecond, it runs ahead.
 */
public final class UniqueClock implements Supplier<Instant> {

    private final InstantSource source;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    public UniqueClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant get() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, source.instant());
        return Instant.EPOCH.plus(last.updateAndGet(before -> Math.max(before + 1, now)), ChronoUnit.MICROS);
    }
}
