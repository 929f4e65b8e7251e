package io.github.viewtally.api.summaries;

import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.RankIndex.Entries;
import io.github.viewtally.model.SummaryRank;
import io.github.viewtally.model.table.Keys;
import java.util.List;

/**
 * Entries of one rank that are read together and put in order: the whole rank, unless more share it than are read at
 * once. Of a rank that holds one count only, whose entries are in order already, fewer are taken.
 *
 * @param upper the key below which it begins
 * @param lower the key down to which it goes, itself included where it is that of an entry
 * @param ids of its entries, highest key first
 */
record RankSegment(String upper, String lower, List<String> ids) {

    /** Most entries of a run. */
    static final int MOST = 1_000;

    private static final int MOST_OF_ONE_COUNT = 100;

    /** Cuts entries into runs, one after the other. */
    static final class Cutter {

        private final Entries entries;
        private String upper;
        private int at;

        Cutter(Entries entries, String upper) {
            this.entries = entries;
            this.upper = upper;
        }

        /** Whether there are entries left, be they known or not. */
        boolean hasMore() {
            return hasNext() || entries.more();
        }

        boolean hasNext() {
            return at < entries.keys().size();
        }

        RankSegment next() {
            int rank = rank(at);
            int most = SummaryRank.holdsOneCount(rank) ? MOST_OF_ONE_COUNT : MOST;
            int end = at;
            while (end < entries.keys().size() && end - at < most && rank(end) == rank) {
                end++;
            }
            return take(end, end - at < most ? Keys.summaryRankPrefix(rank) : key(end - 1));
        }

        /** The run that goes down to a known key; it may have become empty. */
        RankSegment downTo(String lower) {
            int end = at;
            while (end < entries.keys().size() && RankIndex.AS_IN_THE_TABLE.compare(key(end), lower) >= 0) {
                end++;
            }
            return take(end, lower);
        }

        /** Whether none of its entries can lie behind the end of those that are known. */
        boolean isWhole(RankSegment run) {
            List<String> keys = entries.keys();
            return !entries.more() || RankIndex.AS_IN_THE_TABLE.compare(keys.get(keys.size() - 1), run.lower()) <= 0;
        }

        private RankSegment take(int end, String lower) {
            RankSegment run = new RankSegment(
                    upper,
                    lower,
                    entries.keys().subList(at, end).stream()
                            .map(Keys::idOfSummaryRank)
                            .toList());
            upper = lower;
            at = end;
            return run;
        }

        private String key(int index) {
            return entries.keys().get(index);
        }

        private int rank(int index) {
            return Keys.rankOfSummaryRank(key(index));
        }
    }
}
