package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.Keys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which summaries have been seen in their right place of the top lists so lately, and have been counted to so little since,
 * that they need not be looked at. Another shard may count to the same summary unseen, so a memory soon fades; and it never
 * decides a move, which is always made from what is read.
 */
final class RankCache {

    private static final int MOST = 10_000;
    private static final Duration FADES = Duration.ofSeconds(10);

    private final LongSupplier nanoClock;
    private final Map<SummaryKey, Seen> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SummaryKey, Seen> eldest) {
            return size() > MOST;
        }
    };

    private record Seen(String place, long views, long nanos) {}

    RankCache(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether the summary stays where it was seen when it is counted to; then it is taken as counted to. */
    synchronized boolean stays(SummaryKey subject, Counts delta) {
        Seen last = seen.get(subject);
        if (last == null || nanoClock.getAsLong() - last.nanos() > FADES.toNanos()) {
            return false;
        }
        long views = Totals.nearestSum(last.views(), delta.views());
        if (!Keys.summaryRank(subject, views).equals(last.place())) {
            return false;
        }
        seen.put(subject, new Seen(last.place(), views, last.nanos()));
        return true;
    }

    /** A summary of so many views has been read, and is about to be in this place. */
    synchronized void saw(SummaryKey subject, String place, long views) {
        seen.remove(subject);
        seen.put(subject, new Seen(place, views, nanoClock.getAsLong()));
    }
}
