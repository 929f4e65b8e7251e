package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

/** The totals of a video or a user; {@code duration} in seconds. */
public record Summary(String id, long views, long duration, long likes, long dislikes) {
    public Summary {
        requireNonNull(id);
    }
}
