package io.github.viewtally.api.summaries;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * How long responses are cached, and in how much memory.
 *
 * @param time the time from the start of a read; zero for no cache
 * @param bytes the most memory of the cached responses
 */
public record CacheConfig(Duration time, long bytes) {

    public static CacheConfig read(Settings settings) {
        int millis = settings.integer(
                "CACHE_MS",
                1_000,
                0,
                60_000,
                "For how many milliseconds a summary that was read is given to all who ask; 0 reads for each request.");
        int mebibytes =
                settings.integer("CACHE_MIB", 16, 1, 1_024, "Most memory that these summaries take up, in mebibytes.");
        return new CacheConfig(Duration.ofMillis(millis), (long) mebibytes << 20);
    }

    boolean isOff() {
        return time.isZero();
    }
}
