package io.github.viewtally.aggregators.rank;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Decides on the places of videos in the list by trend. */
final class TrendRanks {

    /** An expression has at most 4 KB ("Quotas" in the guide of DynamoDB), and a name takes up to 21 bytes of it. */
    static final int MAX_REMOVED = 50;

    private final HalfLife halfLife;
    private final InstantSource clock;

    TrendRanks(HalfLife halfLife, InstantSource clock) {
        this.halfLife = requireNonNull(halfLife, "halfLife");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Returns the score of a stored summary after a transaction that adds a delta to it. */
    TrendScore after(SummaryDelta summary, Map<String, AttributeValue> item) {
        return after(summary, TrendItems.score(item, halfLife));
    }

    /** Returns a score after a transaction that adds a delta to it. */
    TrendScore after(SummaryDelta summary, TrendScore before) {
        return before.plus(halfLife.weigh(summary.hourly())).upTo(halfLife.latestEpoch(clock.instant()));
    }

    /** Returns the place of a summary after a transaction; empty if it has none: a user, or a video that was never viewed. */
    Optional<Place> place(SummaryDelta summary, Map<String, AttributeValue> item) {
        return Optional.of(after(summary, item))
                .filter(score -> summary.key().kind() == SummaryKey.Kind.VIDEO)
                .filter(score -> score.newestEpoch().isPresent())
                .map(score -> Place.of(summary.key(), halfLife, score));
    }

    /**
     * Returns sums of a stored summary that its score does not need any more, and that a delta does not change:
     * {@value #MAX_REMOVED} at most. Later moves remove the others.
     */
    List<String> oldAttributes(SummaryDelta summary, Map<String, AttributeValue> item) {
        long newest = after(summary, item).newestEpoch().orElseThrow();
        TrendScore added = halfLife.weigh(summary.hourly());
        TrendScore all = added.plus(TrendItems.score(item, halfLife));
        Set<String> kept = Stream.of(added.byEpoch(), all.byEpoch().tailMap(newest - 1, true))
                .flatMap(epochs -> epochs.keySet().stream())
                .map(epoch -> TrendItems.attribute(halfLife, epoch))
                .collect(Collectors.toSet());
        return item.keySet().stream()
                .filter(TrendItems::isAttribute)
                .filter(name -> !kept.contains(name))
                .sorted()
                .limit(MAX_REMOVED)
                .toList();
    }
}
