package io.github.viewtally.benchmarks;

import java.time.Duration;

/**
 * The length and the number of the measurements.
 *
 * @param warmUp the warm-up time of each variant
 * @param rounds the number of rounds, of which the median is reported
 * @param round the length of a round
 * @param runs how often each benchmark is run, with new processes
 */
public record RunSettings(Duration warmUp, int rounds, Duration round, int runs) {

    /** Reads the system properties bench.warmup (seconds), bench.rounds, bench.seconds (per round) and bench.runs. */
    public static RunSettings fromProperties() {
        return new RunSettings(
                seconds("bench.warmup", "25"),
                Integer.getInteger("bench.rounds", 5),
                seconds("bench.seconds", "5"),
                Integer.getInteger("bench.runs", 1));
    }

    private static Duration seconds(String property, String defaultValue) {
        return Duration.ofMillis(Math.round(1_000 * Double.parseDouble(System.getProperty(property, defaultValue))));
    }
}
