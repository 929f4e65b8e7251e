package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.traffic.TrafficMix;
import java.util.Random;
import picocli.CommandLine.Option;

/** The options that say who does what. */
final class TrafficOptions {

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "5",
            description = "number of users (default: ${DEFAULT-VALUE})")
    private int users;

    @Option(
            names = "--videos",
            paramLabel = "N",
            defaultValue = "10",
            description = "number of videos (default: ${DEFAULT-VALUE})")
    private int videos;

    @Option(
            names = "--zipf",
            paramLabel = "EXPONENT",
            defaultValue = "0",
            description = "popularity: the k-th video is watched 1/k^EXPONENT times as often as the first"
                    + " (default: 0, all alike; 1 is like life)")
    private double zipf;

    @Option(
            names = "--deletes",
            paramLabel = "FRACTION",
            defaultValue = "0",
            description = "fraction of events (0 to 1) that delete an earlier vote or view (default: ${DEFAULT-VALUE})")
    private double deletes;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "the same number makes the same traffic (default: a random one)")
    private long seed = new Random().nextLong();

    /** Fails with {@link IllegalArgumentException} if it makes no sense. */
    TrafficMix mix() {
        return new TrafficMix(users, videos, zipf, deletes, "", 0);
    }

    long seed() {
        return seed;
    }
}
