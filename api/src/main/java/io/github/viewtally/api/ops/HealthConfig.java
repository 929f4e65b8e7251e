package io.github.viewtally.api.ops;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * Settings of the health checks and of the warm-up.
 *
 * @param probeKept the time for which the result of a table probe is reused
 * @param warmUp whether a list is read before the port opens
 */
public record HealthConfig(Duration probeKept, boolean warmUp) {

    public static HealthConfig read(Settings settings) {
        return new HealthConfig(
                Duration.ofMillis(settings.integer(
                        "READINESS_KEPT_MILLIS",
                        1_000,
                        0,
                        60_000,
                        "Milliseconds for which /health/ready reuses the result of its last table probe.")),
                settings.flag(
                        "WARM_UP",
                        true,
                        "Whether a list is read before the port opens, so that the first response is fast."));
    }
}
