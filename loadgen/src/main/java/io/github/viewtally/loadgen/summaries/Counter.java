package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.traffic.Standing;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The four numbers that are kept for each video and each user. */
public enum Counter {
    VIEWS("views", Summary::views, Standing::views),
    DURATION("duration", Summary::duration, Standing::duration),
    LIKES("likes", Summary::likes, Standing::likes),
    DISLIKES("dislikes", Summary::dislikes, Standing::dislikes);

    private final String field;
    private final Function<Summary, OptionalLong> ofSummary;
    private final ToLongFunction<Standing> ofStanding;

    Counter(String field, Function<Summary, OptionalLong> ofSummary, ToLongFunction<Standing> ofStanding) {
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

    public long of(Standing standing) {
        return ofStanding.applyAsLong(standing);
    }
}
