package io.github.viewtally.api.events;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A clock that never says the same microsecond twice, so that two views without a timestamp, by one user of one video,
 * are never taken for one. When asked faster than time goes by, it runs ahead.
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
