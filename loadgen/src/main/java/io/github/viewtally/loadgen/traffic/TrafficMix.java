package io.github.viewtally.loadgen.traffic;

import static java.util.Objects.requireNonNull;

/**
 * What the traffic consists of.
 *
 * @param users their number; they are called {@code 0..users-1}
 * @param videos their number; they are called {@code 0..videos-1}
 * @param zipf how much more some videos are watched than others: the k-th, counted from 1, {@code 1/k^zipf} times as
 *     often as the first; 0 for all alike
 * @param deletes the fraction (0 to 1) of events that delete an earlier one
 * @param idPrefix stands before each of these names
 * @param probeEvery one in so many events is a view by a user of whom nothing else is heard; 0 for none
 */
public record TrafficMix(int users, int videos, double zipf, double deletes, String idPrefix, int probeEvery) {

    /** More would take too long to check, and too much memory. */
    static final int MOST = 1_000_000;

    public TrafficMix {
        requireNonNull(idPrefix);
        if (users < 1 || videos < 1 || users > MOST || videos > MOST) {
            throw new IllegalArgumentException("there must be 1 to 1000000 users, and as many videos");
        }
        if (!(zipf >= 0 && zipf <= 10)) {
            throw new IllegalArgumentException("the exponent of Zipf's law must be between 0 and 10");
        }
        if (!(deletes >= 0 && deletes <= 1)) {
            throw new IllegalArgumentException("the fraction of deletes must be between 0 and 1");
        }
    }

    /** Any user and any video as often as any other. */
    public TrafficMix(int users, int videos, double deletes) {
        this(users, videos, 0, deletes, "", 0);
    }

    /** The same traffic by users and of videos of which nothing has been heard before. */
    public TrafficMix ofNewIds(String prefix, int probeEvery) {
        return new TrafficMix(users, videos, zipf, deletes, prefix, probeEvery);
    }

    public String user(int index) {
        return idPrefix + index;
    }

    public String video(int index) {
        return idPrefix + index;
    }

    String probe(int number) {
        return idPrefix + "probe-" + number;
    }

    public boolean isProbe(String userId) {
        return probeEvery > 0 && userId.startsWith("probe-", idPrefix.length());
    }
}
