package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.stream.Stream;

/** The totals of a video or a user; {@code duration} in seconds. One is empty if the API answers null in its place. */
public record Summary(String id, OptionalLong views, OptionalLong duration, OptionalLong likes, OptionalLong dislikes) {
    public Summary {
        requireNonNull(id);
        requireNonNull(views);
        requireNonNull(duration);
        requireNonNull(likes);
        requireNonNull(dislikes);
    }

    /** With every total known. */
    public Summary(String id, long views, long duration, long likes, long dislikes) {
        this(id, OptionalLong.of(views), OptionalLong.of(duration), OptionalLong.of(likes), OptionalLong.of(dislikes));
    }

    /** Whether every total is known. */
    public boolean isWhole() {
        return Stream.of(views, duration, likes, dislikes).allMatch(OptionalLong::isPresent);
    }

    public boolean isZero() {
        return equals(new Summary(id, 0, 0, 0, 0));
    }
}
