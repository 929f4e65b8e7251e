package io.github.viewtally.model.table;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.SummaryRank;
import io.github.viewtally.model.VoteType;

/**
 * Every attribute name and key format of the table, in this one place. They are those of the demo that Viewtally comes
 * from, so that programs written for its table can write events to ours and read summaries from it.
 */
public final class Keys {

    public static final String PK = "PK";
    public static final String SK = "SK";
    public static final String GSI1 = "GSI1";
    public static final String GSI1PK = "GSI1PK";
    public static final String GSI1SK = "GSI1SK";
    public static final String GSI2 = "GSI2";
    public static final String GSI2PK = "GSI2PK";
    public static final String GSI2SK = "GSI2SK";

    public static final String TYPE = "type";
    public static final String USER_ID = "userId";
    public static final String VIDEO_ID = "videoId";
    public static final String DURATION = "duration";
    public static final String VOTE_TYPE = "voteType";
    public static final String VIEWS = "views";
    public static final String LIKES = "likes";
    public static final String DISLIKES = "dislikes";
    public static final String SEQUENCE_NUMBER = "sequenceNumber";
    public static final String LEAD_THROUGH = "leadThrough";
    public static final String LEAD_UP_TO = "leadUpTo";
    public static final String EXPIRES_AT = "expiresAt";
    public static final String RECORD = "record";
    public static final String REASON = "reason";
    public static final String ITEM = "item";

    public static final String TYPE_VIEW = "VIEW";
    public static final String TYPE_VOTE = "VOTE";
    public static final String TYPE_HOUR = "VIDEO_HOUR";
    public static final String TYPE_POSITION = "SHARD_POSITION";
    public static final String TYPE_QUARANTINED = "QUARANTINED";

    public static final String SUMMARY = "SUMMARY";
    public static final String POSITION = "POSITION";

    /** How many partitions of GSI2 the summaries of one kind are dealt out to. */
    public static final int SUMMARY_BUCKETS = 8;

    /** Sorts behind every sort key in GSI2, which all begin with a digit. */
    public static final String ABOVE_ALL_RANKS = ":";

    /** The sort prefix of every event in a user's partition: {@code VIDEO#}. */
    public static final String EVENTS_OF_USER = "VIDEO#";

    private static final String VIEW_MARK = "#VIEW#";
    private static final int RANK_DIGITS = 3;
    private static final String HOUR_MARK = "HOUR#";

    private Keys() {}

    public static String user(String userId) {
        return "USER#" + userId;
    }

    public static String video(String videoId) {
        return "VIDEO#" + videoId;
    }

    /** The partition of a summary, which for a user is the partition of the user's events. */
    public static String partition(SummaryKey subject) {
        return switch (subject.kind()) {
            case USER -> user(subject.id());
            case VIDEO -> video(subject.id());
        };
    }

    public static String viewSort(String videoId, String timestamp) {
        return video(videoId) + VIEW_MARK + timestamp;
    }

    public static String voteSort(String videoId) {
        return video(videoId) + "#VOTE";
    }

    /** The timestamp within a {@link #viewSort}; the whole text if it is none. */
    public static String timestampOfViewSort(String sort) {
        // Nearly always the last # is the mark's own, and to find a char takes less than to find a text.
        int end = sort.lastIndexOf('#') + 1;
        if (sort.startsWith(VIEW_MARK, end - VIEW_MARK.length())) {
            return sort.substring(end);
        }
        int mark = sort.lastIndexOf(VIEW_MARK);
        return mark < 0 ? sort : sort.substring(mark + VIEW_MARK.length());
    }

    /** The sort key in GSI1 of a view. */
    public static String viewOfVideoSort(String timestamp, String userId) {
        return viewOfVideoPrefix(timestamp) + "#" + user(userId);
    }

    /** The beginning of the sort keys in GSI1 of the views whose timestamps begin like this. */
    public static String viewOfVideoPrefix(String timestampStart) {
        return "VIEW#" + timestampStart;
    }

    public static String voteOfVideoSort(VoteType type, String userId) {
        return voteOfVideoPrefix(type) + user(userId);
    }

    /** The beginning of the sort keys in GSI1 of the votes of one type. */
    public static String voteOfVideoPrefix(VoteType type) {
        return type.name() + "#";
    }

    public static String summaryType(SummaryKey.Kind kind) {
        return switch (kind) {
            case USER -> "USER_SUMMARY";
            case VIDEO -> "VIDEO_SUMMARY";
        };
    }

    /** The attribute in which a summary of this kind carries its id. */
    public static String idAttribute(SummaryKey.Kind kind) {
        return switch (kind) {
            case USER -> USER_ID;
            case VIDEO -> VIDEO_ID;
        };
    }

    /** The partition in GSI2 of one of the {@link #SUMMARY_BUCKETS}. */
    public static String summaryBucket(SummaryKey.Kind kind, int bucket) {
        return summaryType(kind) + "#" + bucket;
    }

    /** The partition in GSI2 in which the summary of this subject stands. */
    public static String summaryBucket(SummaryKey subject) {
        return summaryBucket(subject.kind(), Math.floorMod(subject.id().hashCode(), SUMMARY_BUCKETS));
    }

    /** The sort key in GSI2 of a summary of so many views. */
    public static String summaryRank(SummaryKey subject, long views) {
        return summaryRankPrefix(SummaryRank.of(views)) + subject.id();
    }

    /** The beginning of the sort keys in GSI2 of the summaries of one rank: three digits and the separator. */
    public static String summaryRankPrefix(int rank) {
        String digits = Integer.toString(rank);
        return "0".repeat(RANK_DIGITS - digits.length()) + digits + "#";
    }

    /** The rank within a sort key of GSI2; 0 if it begins with none. */
    public static int rankOfSummaryRank(String sort) {
        String digits = sort.substring(0, Math.max(0, sort.indexOf('#')));
        return digits.length() == RANK_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : 0;
    }

    /** The id within a sort key of GSI2. */
    public static String idOfSummaryRank(String sort) {
        return sort.substring(sort.indexOf('#') + 1);
    }

    /** The sort key, in its video's partition, of an hour as in {@code 2022-01-02T00}. */
    public static String hourSort(String hour) {
        return HOUR_MARK + hour;
    }

    /** The hour within a {@link #hourSort}. */
    public static String hourOfSort(String sort) {
        return sort.substring(HOUR_MARK.length());
    }

    /** The partition of the item that says up to where an aggregator has applied a shard. */
    public static String position(String aggregator, String shardId) {
        return "POSITION#" + aggregator + "#" + shardId;
    }

    /** The partition of the records that an aggregator could not apply. */
    public static String quarantine(String aggregator) {
        return "QUARANTINE#" + aggregator;
    }

    public static String quarantineSort(String shardId, String sequenceNumber) {
        return shardId + "#" + sequenceNumber;
    }
}
