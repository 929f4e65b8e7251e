package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.traffic.TrafficMix;
import java.util.Random;
import picocli.CommandLine.Option;

/** The options for the users, the videos and the mix of events. */
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
                    + " (default: 0, all equally often; 1 is realistic)")
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
            description = "the same seed creates the same traffic (default: random)")
    private long seed = new Random().nextLong();

    /** Returns the mix. Throws {@link IllegalArgumentException} if an option is invalid. */
    TrafficMix mix() {
        return new TrafficMix(users, videos, zipf, deletes, "", 0);
    }

    long seed() {
        return seed;
    }
}
