package io.github.viewtally.api.health;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * How health is found out.
 *
 * @param probeKept for how long what the table was found to be is told again without asking it
 */
public record HealthConfig(Duration probeKept) {

    public static HealthConfig read(Settings settings) {
        return new HealthConfig(Duration.ofMillis(settings.integer(
                "READINESS_KEPT_MILLIS",
                1_000,
                0,
                60_000,
                "Milliseconds for which /health/ready repeats what it has found out about the table.")));
    }
}
