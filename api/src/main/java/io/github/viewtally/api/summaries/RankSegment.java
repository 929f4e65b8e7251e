package io.github.viewtally.api.summaries;

import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.RankIndex.Entries;
import io.github.viewtally.model.table.RankKeys;
import java.util.List;

/**
 * Index entries of one rank that are read and sorted together: the whole rank, unless it has more entries than are read
 * at once. A rank whose summaries are equal is sorted already, so a segment may be a part of it.
 *
 * @param upper the index key below which the segment starts
 * @param lower the last index key of the segment, included
 * @param ids the ids of its entries, highest key first
 */
record RankSegment(String upper, String lower, List<String> ids) {

    /** Maximum number of entries of a segment. */
    static final int MAX_ENTRIES = 1_000;

    private static final int MAX_OF_ONE_COUNT = 100;

    /** Splits entries into segments, one after the other. */
    static final class Cutter {

        private final SummaryOrder order;
        private final Entries entries;
        private String upper;
        private int at;

        Cutter(SummaryOrder order, Entries entries, String upper) {
            this.order = order;
            this.entries = entries;
            this.upper = upper;
        }

        /** Returns whether entries are left, known or not. */
        boolean hasMore() {
            return hasNext() || entries.more();
        }

        boolean hasNext() {
            return at < entries.keys().size();
        }

        RankSegment next() {
            int rank = rank(at);
            int max = order.holdsEqualSummaries(rank) ? MAX_OF_ONE_COUNT : MAX_ENTRIES;
            int end = at;
            while (end < entries.keys().size() && end - at < max && rank(end) == rank) {
                end++;
            }
            return take(end, end - at < max ? order.prefix(rank) : key(end - 1));
        }

        /** Returns the segment down to a given key. It may be empty by now. */
        RankSegment downTo(String lower) {
            int end = at;
            while (end < entries.keys().size() && RankIndex.AS_IN_THE_TABLE.compare(key(end), lower) >= 0) {
                end++;
            }
            return take(end, lower);
        }

        /** Returns whether all entries of the segment are known. */
        boolean isWhole(RankSegment segment) {
            List<String> keys = entries.keys();
            return !entries.more()
                    || RankIndex.AS_IN_THE_TABLE.compare(keys.get(keys.size() - 1), segment.lower()) <= 0;
        }

        private RankSegment take(int end, String lower) {
            RankSegment segment = new RankSegment(
                    upper,
                    lower,
                    entries.keys().subList(at, end).stream()
                            .map(RankKeys::idOfSummaryRank)
                            .toList());
            upper = lower;
            at = end;
            return segment;
        }

        private String key(int index) {
            return entries.keys().get(index);
        }

        private int rank(int index) {
            return order.rank(key(index));
        }
    }
}
