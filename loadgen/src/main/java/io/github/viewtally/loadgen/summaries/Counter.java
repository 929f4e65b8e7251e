package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.traffic.StoredState;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The four numbers that are kept for each video and each user. */
public enum Counter {
    VIEWS("views", Summary::views, StoredState::views),
    DURATION("duration", Summary::duration, StoredState::duration),
    LIKES("likes", Summary::likes, StoredState::likes),
    DISLIKES("dislikes", Summary::dislikes, StoredState::dislikes);

    private final String field;
    private final Function<Summary, OptionalLong> ofSummary;
    private final ToLongFunction<StoredState> ofStanding;

    Counter(String field, Function<Summary, OptionalLong> ofSummary, ToLongFunction<StoredState> ofStanding) {
        this.field = requireNonNull(field);
        this.ofSummary = requireNonNull(ofSummary);
        this.ofStanding = requireNonNull(ofStanding);
    }

    /** Its name in JSON and as the head of a column. */
    public String field() {
        return field;
    }

    /** Empty if the API does not say it. */
    public OptionalLong of(Summary summary) {
        return ofSummary.apply(summary);
    }

    public long of(StoredState standing) {
        return ofStanding.applyAsLong(standing);
    }
}
