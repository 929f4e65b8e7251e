package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

/** The totals of a video or a user; {@code duration} in seconds. */
record Summary(String id, long views, long duration, long likes, long dislikes) {
    Summary {
        requireNonNull(id);
    }
}
