package io.github.viewtally.api.summaries;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * The lifetime of cached responses, and their memory.
 *
 * @param time the time from the start of a read; zero for no cache
 * @param bytes the maximum memory of the cached responses
 */
public record CacheConfig(Duration time, long bytes) {

    public static CacheConfig read(Settings settings) {
        int millis = settings.integer(
                "CACHE_MS",
                1_000,
                0,
                60_000,
                "Milliseconds for which summaries are cached; 0 to read the table for each request.");
        int mebibytes = settings.integer("CACHE_MIB", 16, 1, 1_024, "Maximum memory of cached summaries, in MiB.");
        return new CacheConfig(Duration.ofMillis(millis), (long) mebibytes << 20);
    }

    boolean isOff() {
        return time.isZero();
    }
}
