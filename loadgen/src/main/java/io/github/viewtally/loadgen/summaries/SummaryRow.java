package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.stream.Stream;

/** The totals of a video or a user; {@code duration} in seconds. A total is empty if the API returned null. */
public record SummaryRow(
        String id, OptionalLong views, OptionalLong duration, OptionalLong likes, OptionalLong dislikes) {
    public SummaryRow {
        requireNonNull(id);
        requireNonNull(views);
        requireNonNull(duration);
        requireNonNull(likes);
        requireNonNull(dislikes);
    }

    /** Creates a row in which every total is known. */
    public SummaryRow(String id, long views, long duration, long likes, long dislikes) {
        this(id, OptionalLong.of(views), OptionalLong.of(duration), OptionalLong.of(likes), OptionalLong.of(dislikes));
    }

    /** Returns whether every total is known. */
    public boolean isComplete() {
        return Stream.of(views, duration, likes, dislikes).allMatch(OptionalLong::isPresent);
    }

    public boolean isZero() {
        return equals(new SummaryRow(id, 0, 0, 0, 0));
    }
}
