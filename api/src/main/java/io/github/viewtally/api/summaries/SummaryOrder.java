package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.RankIndex.RankedList;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryRank;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.TrendItems;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An order of the summaries of a kind: the list in an index that has them by rank, and the exact order within a rank. Of
 * equal summaries, the highest id comes first, as in the index.
 */
sealed interface SummaryOrder {

    /** Distinguishes cursors and cached pages of this order from those of others; empty for the order by views. */
    String cursorScope();

    RankedList list();

    /** Returns the summary of an id. */
    SummaryKey key(String id);

    /** Returns whether a text starts with a rank of this order. */
    default boolean startsWithRank(String key) {
        return key.startsWith(prefix(rank(key)));
    }

    /** Returns the rank in a sort key of the index; 0 if it has another format. */
    int rank(String key);

    /** Returns the prefix of the sort keys of a rank. */
    String prefix(int rank);

    /** Returns whether all summaries of a rank are equal, so that a part of it is in order too. */
    boolean holdsEqualSummaries(int rank);

    /** Compares summaries without their ids; negative if the first one comes first. */
    int compareValues(Summary one, Summary other);

    /** Returns the text that a cursor contains for a summary, in addition to its id. */
    String text(Summary summary);

    /**
     * Returns a summary with the same place in the order as the summary of which a cursor contains this text.
     *
     * @throws IllegalArgumentException if no summary has this text
     */
    Summary parse(String text, String id);

    /** Returns a summary as this list shows it. */
    JsonObject json(Summary summary, Instant now);

    /** Compares summaries; negative if the first one comes first. */
    default int compare(Summary one, Summary other) {
        int byValue = compareValues(one, other);
        return byValue != 0
                ? byValue
                : RankIndex.AS_IN_THE_TABLE.compare(other.key().id(), one.key().id());
    }

    /** Most views first. */
    record ByViews(SummaryKey.Kind kind) implements SummaryOrder {

        /** More than any number of DynamoDB, which has at most 38 digits and is below 1E126. */
        private static final int MAX_NUMBER_LENGTH = 200;

        public ByViews {
            requireNonNull(kind, "kind");
        }

        @Override
        public String cursorScope() {
            return "";
        }

        @Override
        public RankedList list() {
            return RankedList.byViews(kind);
        }

        @Override
        public SummaryKey key(String id) {
            return new SummaryKey(kind, id);
        }

        @Override
        public int rank(String key) {
            return RankKeys.rankOfSummaryRank(key);
        }

        @Override
        public String prefix(int rank) {
            return RankKeys.summaryRankPrefix(rank);
        }

        @Override
        public boolean holdsEqualSummaries(int rank) {
            return SummaryRank.holdsOneCount(rank);
        }

        @Override
        public int compareValues(Summary one, Summary other) {
            return other.totals().views().compareTo(one.totals().views());
        }

        @Override
        public String text(Summary summary) {
            return summary.totals().views().toString();
        }

        @Override
        public Summary parse(String text, String id) {
            BigDecimal views = new BigDecimal(text.length() > MAX_NUMBER_LENGTH ? "" : text);
            if (Math.abs((long) views.scale()) > MAX_NUMBER_LENGTH) {
                throw new NumberFormatException();
            }
            BigDecimal zero = BigDecimal.ZERO;
            return new Summary(key(id), new Totals(views, zero, zero, zero, zero));
        }

        @Override
        public JsonObject json(Summary summary, Instant now) {
            return SummaryJson.of(summary);
        }
    }

    /** Videos, highest score first. */
    record ByTrend(HalfLife halfLife) implements SummaryOrder {

        private static final Pattern SUM = Pattern.compile("[0-9]{1,9}:-?[0-9]{1,19}");

        public ByTrend {
            requireNonNull(halfLife, "halfLife");
        }

        @Override
        public String cursorScope() {
            return "\norder=trending";
        }

        @Override
        public RankedList list() {
            return RankedList.byTrend(halfLife);
        }

        @Override
        public SummaryKey key(String id) {
            return SummaryKey.video(id);
        }

        @Override
        public int rank(String key) {
            return TrendItems.rankOf(key);
        }

        @Override
        public String prefix(int rank) {
            return TrendItems.rankPrefix(rank);
        }

        @Override
        public boolean holdsEqualSummaries(int rank) {
            return rank == 0;
        }

        @Override
        public int compareValues(Summary one, Summary other) {
            return other.trend().compareTo(one.trend());
        }

        @Override
        public String text(Summary summary) {
            StringBuilder text = new StringBuilder();
            summary.trend()
                    .byEpoch()
                    .forEach((epoch, sum) ->
                            text.append(epoch).append(':').append(sum).append(' '));
            return text.toString();
        }

        @Override
        public Summary parse(String text, String id) {
            Map<Long, Long> sums = new TreeMap<>();
            for (String sum : text.split(" ", 3)) {
                if (!sum.isEmpty()) {
                    if (!SUM.matcher(sum).matches()) {
                        throw new IllegalArgumentException(sum);
                    }
                    int colon = sum.indexOf(':');
                    sums.put(Long.valueOf(sum.substring(0, colon)), Long.valueOf(sum.substring(colon + 1)));
                }
            }
            return Summary.none(key(id)).with(new TrendScore(sums));
        }

        @Override
        public JsonObject json(Summary summary, Instant now) {
            return SummaryJson.of(summary, halfLife, now);
        }
    }
}
