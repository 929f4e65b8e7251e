package io.github.viewtally.model.table;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryRank;

/**
 * Defines the keys of summaries in the indexes of lists: what {@link Keys#GSI2} and {@link Keys#GSI3} have in common, and the
 * ranks by views of {@code GSI2}. Those by trend are in {@link TrendItems}.
 */
public final class RankKeys {

    /** The number of partitions of GSI2, and of GSI3, that share the summaries of one kind. */
    public static final int SUMMARY_BUCKETS = 8;

    /** Sorts after every sort key in GSI2 and GSI3, because they all start with a digit. */
    public static final String ABOVE_ALL_RANKS = ":";

    private static final int RANK_DIGITS = 3;

    private RankKeys() {}

    /** Returns the GSI2 partition key of one of the {@link #SUMMARY_BUCKETS}. */
    public static String summaryBucket(SummaryKey.Kind kind, int bucket) {
        return Keys.summaryType(kind) + Keys.SEPARATOR + bucket;
    }

    /** Returns the GSI2 partition key of a summary. */
    public static String summaryBucket(SummaryKey key) {
        return summaryBucket(key.kind(), Math.floorMod(key.id().hashCode(), SUMMARY_BUCKETS));
    }

    /** Returns the GSI2 sort key of a summary with this number of views. */
    public static String summaryRank(SummaryKey key, long views) {
        return summaryRankPrefix(SummaryRank.of(views)) + key.id();
    }

    /** Returns the prefix of the GSI2 sort keys of one rank: three digits and the separator. */
    public static String summaryRankPrefix(int rank) {
        String digits = Integer.toString(rank);
        return "0".repeat(RANK_DIGITS - digits.length()) + digits + Keys.SEPARATOR;
    }

    /** Returns the rank in a sort key of GSI2; 0 if it has another format. */
    public static int rankOfSummaryRank(String sort) {
        String digits = sort.substring(0, Math.max(0, sort.indexOf('#')));
        return digits.length() == RANK_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : 0;
    }

    /** Returns the id in a sort key of GSI2 or GSI3. */
    public static String idOfSummaryRank(String sort) {
        return sort.substring(sort.indexOf('#') + 1);
    }
}
