package io.github.viewtally.aggregators.rank;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.TrendItems.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The ranks that were read before a transaction, as index updates. A summary that was not read may be missing. */
record KnownRanks(Map<SummaryKey, StoredRank> stored, TrendRanks trends) implements IndexUpdates {

    /**
     * The rank of a stored summary.
     *
     * @param sortKey its sort key in the list by views
     * @param views its views, or the nearest long
     * @param item the whole summary
     */
    record StoredRank(String sortKey, long views, Map<String, AttributeValue> item) {

        long viewsAfter(SummaryDelta summary) {
            return Totals.nearestSum(views, summary.delta().views());
        }
    }

    @Override
    public IndexUpdate of(SummaryDelta summary) {
        StoredRank rank = stored.get(summary.key());
        if (rank == null) {
            return new Create(trends.place(summary, Map.of()));
        }
        Optional<String> sortKey = Optional.of(RankKeys.summaryRank(summary.key(), rank.viewsAfter(summary)))
                .filter(key -> !key.equals(rank.sortKey()));
        Optional<Place> place = trends.place(summary, rank.item())
                .filter(wanted -> !Optional.of(wanted).equals(Place.stored(rank.item())));
        if (sortKey.isEmpty() && place.isEmpty()) {
            return new Keep();
        }
        return new Move(sortKey, place, place.isEmpty() ? List.of() : trends.oldAttributes(summary, rank.item()));
    }
}
