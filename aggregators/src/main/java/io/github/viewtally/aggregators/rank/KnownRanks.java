package io.github.viewtally.aggregators.rank;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.Keys;
import java.util.Map;

/** The ranks that were read before a transaction, as index updates. A summary that was not read may be missing. */
record KnownRanks(Map<SummaryKey, StoredRank> stored) implements IndexUpdates {

    /**
     * The rank of a stored summary.
     *
     * @param sortKey its sort key in the index
     * @param views its views, or the nearest long
     */
    record StoredRank(String sortKey, long views) {

        long viewsAfter(SummaryDelta summary) {
            return Totals.nearestSum(views, summary.delta().views());
        }
    }

    @Override
    public IndexUpdate of(SummaryDelta summary) {
        StoredRank rank = stored.get(summary.key());
        if (rank == null) {
            return new Create();
        }
        String sortKey = Keys.summaryRank(summary.key(), rank.viewsAfter(summary));
        return sortKey.equals(rank.sortKey()) ? new Keep() : new Move(sortKey);
    }
}
