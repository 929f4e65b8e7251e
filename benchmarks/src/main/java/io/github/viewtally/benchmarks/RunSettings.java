package io.github.viewtally.benchmarks;

import java.time.Duration;

/**
 * The length of the measurements.
 *
 * @param warmUp the warm-up time of each variant
 * @param rounds the number of rounds, of which the median is reported
 * @param round the length of a round
 */
public record RunSettings(Duration warmUp, int rounds, Duration round) {

    /** Reads the system properties bench.warmup (seconds), bench.rounds and bench.seconds (per round). */
    public static RunSettings fromProperties() {
        return new RunSettings(
                seconds("bench.warmup", "25"), Integer.getInteger("bench.rounds", 5), seconds("bench.seconds", "5"));
    }

    private static Duration seconds(String property, String defaultValue) {
        return Duration.ofMillis(Math.round(1_000 * Double.parseDouble(System.getProperty(property, defaultValue))));
    }
}
