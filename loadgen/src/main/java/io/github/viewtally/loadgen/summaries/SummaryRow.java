package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.stream.Stream;

/** The totals of a video or a user; {@code duration} in seconds, {@code viewers} of a user the videos. A total is empty if the API returned null. */
public record SummaryRow(
        String id,
        OptionalLong views,
        OptionalLong duration,
        OptionalLong likes,
        OptionalLong dislikes,
        OptionalLong viewers) {
    public SummaryRow {
        requireNonNull(id);
        requireNonNull(views);
        requireNonNull(duration);
        requireNonNull(likes);
        requireNonNull(dislikes);
        requireNonNull(viewers);
    }

    /** Creates a row without viewers in which every total is known. */
    public SummaryRow(String id, long views, long duration, long likes, long dislikes) {
        this(
                id,
                OptionalLong.of(views),
                OptionalLong.of(duration),
                OptionalLong.of(likes),
                OptionalLong.of(dislikes),
                OptionalLong.of(0));
    }

    /** Returns whether every total is known. */
    public boolean isComplete() {
        return Stream.of(views, duration, likes, dislikes, viewers).allMatch(OptionalLong::isPresent);
    }

    public boolean isZero() {
        return equals(new SummaryRow(id, 0, 0, 0, 0));
    }
}
