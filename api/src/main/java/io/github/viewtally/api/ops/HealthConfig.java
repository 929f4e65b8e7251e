package io.github.viewtally.api.ops;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * How health is found out, and brought about.
 *
 * @param probeKept for how long what the table was found to be is told again without asking it
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
                        "Milliseconds for which /health/ready repeats what it has found out about the table.")),
                settings.flag(
                        "WARM_UP", true, "Whether a list is read before the port opens, for a quick first answer."));
    }
}
