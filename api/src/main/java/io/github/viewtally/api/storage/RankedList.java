package io.github.viewtally.api.storage;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.TrendItems;
import java.util.function.IntFunction;

/**
 * A list of summaries by rank in an index, spread over several partitions.
 *
 * @param partitionName the attribute of the partition key
 * @param sortName the attribute of the sort key, which is a rank and an id
 * @param partition returns the partition key of one of the {@link RankKeys#SUMMARY_BUCKETS}
 */
public record RankedList(String index, String partitionName, String sortName, IntFunction<String> partition) {

    /** Returns the list of users or videos by views. */
    public static RankedList byViews(SummaryKey.Kind kind) {
        return new RankedList(Keys.GSI2, Keys.GSI2PK, Keys.GSI2SK, bucket -> RankKeys.summaryBucket(kind, bucket));
    }

    /** Returns the list of videos by trend. */
    public static RankedList byTrend(HalfLife halfLife) {
        return new RankedList(Keys.GSI3, Keys.GSI3PK, Keys.GSI3SK, bucket -> TrendItems.bucket(halfLife, bucket));
    }
}
