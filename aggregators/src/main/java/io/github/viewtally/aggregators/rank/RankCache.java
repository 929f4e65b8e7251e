package io.github.viewtally.aggregators.rank;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryRank;
import io.github.viewtally.model.Totals;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers the views of summaries whose rank is right, so that a summary is not read again while it keeps its rank.
 * Another shard may change the same summary, so an entry expires soon. The cache never decides the new rank of a summary.
 */
final class RankCache {

    private static final int MAX_ENTRIES = 10_000;
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

    private final LongSupplier nanoClock;
    private final Map<SummaryKey, CachedRank> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SummaryKey, CachedRank> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    private record CachedRank(int rank, long views, long readNanos) {}

    RankCache(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether the summary keeps its rank when the delta is added. If so, the delta is added to the entry. */
    synchronized boolean keepsRank(SummaryKey key, Counts delta) {
        CachedRank entry = entries.get(key);
        if (entry == null || nanoClock.getAsLong() - entry.readNanos() > TIME_TO_LIVE.toNanos()) {
            return false;
        }
        long views = Totals.nearestSum(entry.views(), delta.views());
        if (SummaryRank.of(views) != entry.rank()) {
            return false;
        }
        entries.put(key, new CachedRank(entry.rank(), views, entry.readNanos()));
        return true;
    }

    /** Adds a summary that was just read and that the next transaction gives this number of views and their rank. */
    synchronized void put(SummaryKey key, long views) {
        entries.remove(key);
        entries.put(key, new CachedRank(SummaryRank.of(views), views, nanoClock.getAsLong()));
    }

    /** Removes a summary, so that it is read before its next change. */
    synchronized void remove(SummaryKey key) {
        entries.remove(key);
    }
}
