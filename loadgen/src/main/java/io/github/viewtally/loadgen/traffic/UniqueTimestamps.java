package io.github.viewtally.loadgen.traffic;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Supplies the current time in UTC with six fractional digits, such as {@code 2022-01-02T00:30:25.000000+00:00}. No
 * timestamp is supplied twice, because it identifies a view. Safe for several threads.
 */
public final class UniqueTimestamps implements Supplier<String> {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final AtomicLong lastMicros = new AtomicLong(Long.MIN_VALUE);

    public UniqueTimestamps(InstantSource clock) {
        this.clock = requireNonNull(clock);
    }

    @Override
    public String get() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        long micros = lastMicros.updateAndGet(last -> Math.max(now, last + 1));
        return FORMAT.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
