package io.github.viewtally.aggregators.rank;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryRank;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.TrendScore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Caches the views and the trend of summaries with correct ranks, so that a summary is not read again while it keeps its
 * ranks. Another shard may change the same summary, so an entry expires soon. The cache never decides the new rank of a
 * summary.
 */
final class RankCache {

    private static final int MAX_ENTRIES = 10_000;
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

    private final TrendRanks trends;
    private final LongSupplier nanoClock;
    private final Map<SummaryKey, CachedRank> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SummaryKey, CachedRank> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    private record CachedRank(int rank, long views, int trendRank, TrendScore trend, long readNanos) {}

    RankCache(TrendRanks trends, LongSupplier nanoClock) {
        this.trends = trends;
        this.nanoClock = nanoClock;
    }

    /** Whether the summary keeps its ranks when the delta is added. If so, the delta is added to the entry. */
    synchronized boolean keepsRanks(SummaryDelta summary) {
        CachedRank entry = entries.get(summary.key());
        if (entry == null || nanoClock.getAsLong() - entry.readNanos() > TIME_TO_LIVE.toNanos()) {
            return false;
        }
        long views = Totals.nearestSum(entry.views(), summary.delta().views());
        TrendScore trend = trends.after(summary, entry.trend());
        if (SummaryRank.of(views) != entry.rank() || trend.rank() != entry.trendRank()) {
            return false;
        }
        entries.put(summary.key(), new CachedRank(entry.rank(), views, entry.trendRank(), trend, entry.readNanos()));
        return true;
    }

    /** Adds a summary that was just read and that the next transaction gives these views, this trend, and their ranks. */
    synchronized void put(SummaryKey key, long views, TrendScore trend) {
        entries.remove(key);
        entries.put(key, new CachedRank(SummaryRank.of(views), views, trend.rank(), trend, nanoClock.getAsLong()));
    }

    /** Removes a summary, so that it is read before its next change. */
    synchronized void remove(SummaryKey key) {
        entries.remove(key);
    }
}
