package io.github.viewtally.api.users;

import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * The views and the vote of one user on one video, summed up.
 *
 * @param views the number of views that count; the other fields are of all views
 * @param first the earliest view with a readable timestamp
 * @param last the latest view with a readable timestamp
 * @param longest the duration of the longest view in seconds; empty without views
 */
record ViewerState(
        Optional<VoteType> vote,
        long views,
        Optional<TimedView> first,
        Optional<TimedView> last,
        Optional<Long> longest) {

    /** A view and the instant of its timestamp, which other programs may spell differently. */
    private record TimedView(Instant time, View view) {}

    static final ViewerState NONE =
            new ViewerState(Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());

    private static final Comparator<TimedView> BY_TIME = Comparator.comparing(TimedView::time);

    /** Returns the state after one event of the video; empty for another item. */
    static Optional<ViewerState> ofEvent(Attributes item, String videoId) {
        if (EventItems.videoId(item).filter(videoId::equals).isEmpty()) {
            return Optional.empty();
        }
        return EventItems.toView(item).map(ViewerState::of).or(() -> EventItems.toVote(item)
                .map(vote -> new ViewerState(
                        Optional.of(vote.voteType()), 0, Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static ViewerState of(View view) {
        Optional<TimedView> timed = Timestamps.parseUtc(view.timestamp()).map(time -> new TimedView(time, view));
        return new ViewerState(Optional.empty(), view.counts() ? 1 : 0, timed, timed, Optional.of(view.duration()));
    }

    /** Returns the state after the events of both. */
    ViewerState plus(ViewerState other) {
        return new ViewerState(
                vote.or(other::vote),
                views + other.views,
                either(first, other.first, BinaryOperator.minBy(BY_TIME)),
                either(last, other.last, BinaryOperator.maxBy(BY_TIME)),
                either(longest, other.longest, Math::max));
    }

    private static <T> Optional<T> either(Optional<T> one, Optional<T> other, BinaryOperator<T> choose) {
        return Stream.concat(one.stream(), other.stream()).reduce(choose);
    }

    /**
     * Returns the response of one video.
     *
     * @param complete whether this is the sum of all events
     */
    JsonObject toJson(String videoId, boolean complete) {
        return new JsonObject()
                .put("videoId", videoId)
                .put("vote", vote.map(VoteType::name).orElse(null))
                .put("views", views)
                .put("firstView", first.map(timed -> timed.view().timestamp()).orElse(null))
                .put("lastView", last.map(timed -> timed.view().timestamp()).orElse(null))
                .put("lastDuration", last.map(timed -> timed.view().duration()).orElse(null))
                .put("longestDuration", longest.orElse(null))
                .put("complete", complete);
    }
}
