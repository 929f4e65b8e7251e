package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.traffic.TrafficEvent.StoredState;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The counters of each video and each user. */
public enum Counter {
    VIEWS("views", SummaryRow::views, StoredState::views),
    DURATION("duration", SummaryRow::duration, StoredState::duration),
    LIKES("likes", SummaryRow::likes, StoredState::likes),
    DISLIKES("dislikes", SummaryRow::dislikes, StoredState::dislikes),
    /** Of a video its viewers, of a user the videos. What a view adds depends on other views, so it adds nothing by itself. */
    VIEWERS("viewers", SummaryRow::viewers, state -> 0);

    /** The counters that tables of summaries show. */
    public static final List<Counter> SHOWN = List.of(VIEWS, DURATION, LIKES, DISLIKES);

    private final String field;
    private final Function<SummaryRow, OptionalLong> ofSummary;
    private final ToLongFunction<StoredState> ofState;

    Counter(String field, Function<SummaryRow, OptionalLong> ofSummary, ToLongFunction<StoredState> ofState) {
        this.field = requireNonNull(field);
        this.ofSummary = requireNonNull(ofSummary);
        this.ofState = requireNonNull(ofState);
    }

    /** Returns the name of the counter in JSON and in tables. */
    public String field() {
        return field;
    }

    /** Returns the name of the counter in JSON of videos or users. */
    public String field(SummaryKind kind) {
        return this == VIEWERS && kind == SummaryKind.USERS ? "videos" : field;
    }

    /** Returns the total of a summary; empty if the API returned null. */
    public OptionalLong of(SummaryRow summary) {
        return ofSummary.apply(summary);
    }

    /** Returns what a stored event adds to this counter. */
    public long of(StoredState state) {
        return ofState.applyAsLong(state);
    }
}
