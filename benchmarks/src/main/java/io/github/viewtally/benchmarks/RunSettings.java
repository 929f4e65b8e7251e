package io.github.viewtally.benchmarks;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param warmUp how long each variant runs before it counts
 * @param rounds how often each is measured, of which the median is taken
 * @param round how long each time
 */
public record RunSettings(Duration warmUp, int rounds, Duration round) {

    /** From the system properties bench.warmup and bench.seconds, in seconds, and bench.rounds. */
    public static RunSettings fromProperties() {
        return new RunSettings(
                seconds("bench.warmup", "25"), Integer.getInteger("bench.rounds", 5), seconds("bench.seconds", "5"));
    }

    private static Duration seconds(String property, String byDefault) {
        return Duration.ofMillis(Math.round(1_000 * Double.parseDouble(System.getProperty(property, byDefault))));
    }
}
