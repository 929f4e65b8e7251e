package io.github.viewtally.model.table;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.TrendScore;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The trend of a video as attributes of its summary: sums of weights, an attribute for each epoch of a half-life, and the
 * place in the list by trend.
 */
public final class TrendItems {

    private static final String PREFIX = "trend";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]{1,3}h_[0-9]{1,9}");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,9}");
    private static final Pattern RANK = Pattern.compile("([0-9]{7})#");

    /**
     * A place in the list by trend.
     *
     * @param partition the partition key in GSI3
     * @param sortKey the sort key in GSI3
     */
    public record Place(String partition, String sortKey) {

        /** Returns the place of a video with a score, of which only the two epochs that matter are given. */
        public static Place of(SummaryKey video, HalfLife halfLife, TrendScore score) {
            return new Place(
                    bucket(halfLife, Math.floorMod(video.id().hashCode(), RankKeys.SUMMARY_BUCKETS)),
                    rankPrefix(score.rank()) + video.id());
        }

        /** Returns the stored place; empty if there is none. */
        public static Optional<Place> stored(Map<String, AttributeValue> item) {
            Attributes attributes = Attributes.of(item);
            return attributes
                    .text(Keys.GSI3PK)
                    .flatMap(partition -> attributes.text(Keys.GSI3SK).map(sortKey -> new Place(partition, sortKey)));
        }
    }

    private TrendItems() {}

    /** Returns the name of the attribute that sums the weights of the views of an epoch. */
    public static String attribute(HalfLife halfLife, long epoch) {
        return prefix(halfLife) + epoch;
    }

    /** Returns whether a name is that of an {@link #attribute} of any half-life. */
    public static boolean isAttribute(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns whether a name is that of an {@link #attribute} of a half-life. */
    public static boolean isAttribute(HalfLife halfLife, String name) {
        return isAttribute(prefix(halfLife), name);
    }

    private static boolean isAttribute(String prefix, String name) {
        return name.startsWith(prefix)
                && EPOCH.matcher(name.substring(prefix.length())).matches();
    }

    /** Returns the stored sums of all epochs of a half-life, without those that are not integers of 64 bits. */
    public static TrendScore score(Map<String, AttributeValue> item, HalfLife halfLife) {
        Map<Long, Long> sums = new TreeMap<>();
        String prefix = prefix(halfLife);
        item.forEach((name, value) -> {
            if (isAttribute(prefix, name) && value.n() != null) {
                Totals.exactLong(new BigDecimal(value.n()))
                        .ifPresent(sum -> sums.put(Long.valueOf(name.substring(prefix.length())), sum));
            }
        });
        return new TrendScore(sums);
    }

    /** Returns the GSI3 partition key of one of the {@link RankKeys#SUMMARY_BUCKETS}. Another half-life is another list. */
    public static String bucket(HalfLife halfLife, int bucket) {
        return "VIDEO_TREND_" + halfLife.hours() + "h#" + bucket;
    }

    /** Returns the prefix of the GSI3 sort keys of one rank: seven digits and the separator. */
    public static String rankPrefix(int rank) {
        return String.format(Locale.ROOT, "%07d#", rank);
    }

    /** Returns the rank in a sort key of GSI3; 0 if it has another format. */
    public static int rankOf(String sort) {
        Matcher rank = RANK.matcher(sort);
        return rank.lookingAt() ? Integer.parseInt(rank.group(1)) : 0;
    }

    private static String prefix(HalfLife halfLife) {
        return PREFIX + halfLife.hours() + "h_";
    }
}
