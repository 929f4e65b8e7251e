package io.github.viewtally.loadgen.traffic;

import static java.util.Objects.requireNonNull;

/**
 * The composition of the traffic.
 *
 * @param users the number of users; their ids are {@code 0..users-1} after the prefix
 * @param videos the number of videos; their ids are {@code 0..videos-1} after the prefix
 * @param zipf the exponent of the popularity: the k-th video is watched {@code 1/k^zipf} times as often as the first; 0 if
 *     all are watched equally often
 * @param deletes the fraction (0 to 1) of events that delete an earlier one
 * @param idPrefix the prefix of all ids
 * @param eventsPerProbe the number of events per probe; 0 for no probes. A probe is a view by a user with no other events
 */
public record TrafficMix(int users, int videos, double zipf, double deletes, String idPrefix, int eventsPerProbe) {

    /** The maximum number of users and of videos. A higher number takes too much time and memory. */
    static final int MAX_IDS = 1_000_000;

    public TrafficMix {
        requireNonNull(idPrefix);
        if (users < 1 || videos < 1 || users > MAX_IDS || videos > MAX_IDS) {
            throw new IllegalArgumentException("the numbers of users and of videos must be from 1 to 1000000");
        }
        if (!(zipf >= 0 && zipf <= 10)) {
            throw new IllegalArgumentException("the exponent of Zipf's law must be between 0 and 10");
        }
        if (!(deletes >= 0 && deletes <= 1)) {
            throw new IllegalArgumentException("the fraction of deletes must be between 0 and 1");
        }
    }

    /** Creates a mix in which all users and all videos are equally frequent. */
    public TrafficMix(int users, int videos, double deletes) {
        this(users, videos, 0, deletes, "", 0);
    }

    /** Returns the same mix with new users and videos, and with probes. */
    public TrafficMix withNewIds(String prefix, int eventsPerProbe) {
        return new TrafficMix(users, videos, zipf, deletes, prefix, eventsPerProbe);
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
        return eventsPerProbe > 0 && userId.startsWith("probe-", idPrefix.length());
    }
}
