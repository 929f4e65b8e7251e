package io.github.viewtally.model.table;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VoteType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Defines every attribute name, index name, item type and key format of the table. They are compatible with the demo that
 * Viewtally replaces: its programs can write events to this table and read summaries from it.
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
    public static final String GSI3 = "GSI3";
    public static final String GSI3PK = "GSI3PK";
    public static final String GSI3SK = "GSI3SK";

    public static final String TYPE = "type";
    public static final String USER_ID = "userId";
    public static final String VIDEO_ID = "videoId";
    public static final String DURATION = "duration";
    public static final String VOTE_TYPE = "voteType";
    public static final String TIMESTAMP = "timestamp";
    public static final String COUNTS = "counts";
    public static final String VIEWS = "views";
    public static final String LIKES = "likes";
    public static final String DISLIKES = "dislikes";
    public static final String VIEWERS = "viewers";
    public static final String VIDEOS = "videos";
    public static final String EXPIRED_VIEWS = "expiredViews";
    public static final String EXPIRED_DURATION = "expiredDuration";
    public static final String EXPIRED_LIKES = "expiredLikes";
    public static final String EXPIRED_DISLIKES = "expiredDislikes";
    public static final String EXPIRED_VIEWERS = "expiredViewers";
    public static final String EXPIRED = "expired";
    public static final String SHARD_ID = "shardId";
    public static final String SEQUENCE_NUMBER = "sequenceNumber";
    public static final String PARTIAL_THROUGH = "leadThrough";
    public static final String PARTIAL_UP_TO = "leadUpTo";
    public static final String PARTIAL_VERSION = "leadVersion";
    public static final String DEFERRED = "deferredDeltas";
    public static final String EXPIRES_AT = "expiresAt";
    public static final String AUDIT_MARK = "auditMark";
    public static final String AUDIT_IN_INDEX = "inIndex";
    public static final String AUDIT_START_KEY = "startKey";
    public static final String AUDITED_TOTALS = "auditedTotals";
    public static final String RECORD = "record";
    public static final String REASON = "reason";
    public static final String ITEM = "item";
    public static final String PARTITIONS = "partitions";
    public static final String SITE_BUCKET = "siteBucket";

    public static final String TYPE_VIEW = "VIEW";
    public static final String TYPE_VOTE = "VOTE";
    public static final String TYPE_VIEWER = "VIEWER";
    public static final String TYPE_CHECKPOINT = "SHARD_POSITION";
    public static final String TYPE_QUARANTINED = "QUARANTINED";
    public static final String TYPE_AUDIT_DUE = "AUDIT_DUE";
    public static final String TYPE_SPREAD = "VIDEO_SPREAD";

    public static final String SUMMARY = "SUMMARY";
    public static final String CHECKPOINT = "POSITION";
    public static final String SPREAD = "SPREAD";

    /** The partition of the summaries and hours that the next audit checks first. The sort keys are their names. */
    public static final String AUDIT_DUE = "AUDIT#DUE";

    /** Both keys and the type of the item that says where the scheduled audit continues. */
    public static final String AUDIT_CURSOR = "AUDIT_CURSOR";

    /**
     * The partition and the type of the local system's mark in its table. The sort key is the time at which the table was
     * created.
     */
    public static final String LOCAL_TABLE = "LOCAL_TABLE";

    /** The names for {@link #quarantine}: the two aggregators and the audit. */
    public static final List<String> QUARANTINES = List.of("views", "votes", "audit");

    /** The prefix of the sort key of every event in the partition of a user. */
    public static final String EVENTS_OF_USER = "VIDEO#";

    /** The prefix of the GSI1 sort keys of all viewers of a video. */
    public static final String VIEWERS_OF_VIDEO = TYPE_VIEWER + "#";

    static final String SEPARATOR = "#";

    private static final String USER_PREFIX = "USER#";
    private static final String VIDEO_PREFIX = EVENTS_OF_USER;
    private static final String VIEW_PREFIX = "VIEW#";
    private static final String HOUR_PREFIX = "HOUR#";
    private static final String VOTE_SUFFIX = "#VOTE";
    private static final String VIEW_INFIX = SEPARATOR + VIEW_PREFIX;

    private Keys() {}

    public static String user(String userId) {
        return USER_PREFIX + userId;
    }

    public static String video(String videoId) {
        return VIDEO_PREFIX + videoId;
    }

    /** Returns the partition key of a summary. For a user it is also the partition key of the user's events. */
    public static String partition(SummaryKey key) {
        return key.kind() + SEPARATOR + key.id();
    }

    /** Returns the user, video or bucket of the site of a partition key; empty if the key belongs to something else. */
    public static Optional<SummaryKey> parsePartition(String partition) {
        return Stream.of(SummaryKey.Kind.values())
                .filter(kind -> partition.startsWith(kind + SEPARATOR))
                .map(kind ->
                        new SummaryKey(kind, partition.substring(kind.name().length() + SEPARATOR.length())))
                .findFirst();
    }

    /** Returns the GSI1 partition key of one of the partitions over which the events of a hot video are spread. */
    public static String spreadPartition(String videoId, int partition) {
        return video(videoId) + SEPARATOR + partition;
    }

    /** Returns whether a GSI1 partition key of an event of the video is a {@link #spreadPartition}. */
    public static boolean isSpreadPartition(String partition, String videoId) {
        return partition.startsWith(video(videoId) + SEPARATOR);
    }

    /** Returns the prefix of the sort keys of all events of a user on one video: the views, then the vote. */
    public static String eventsOfVideo(String videoId) {
        return video(videoId) + SEPARATOR;
    }

    /** Returns the sort key of the item that says that a user has views of a video. */
    public static String viewerSort(String videoId) {
        return eventsOfVideo(videoId) + TYPE_VIEWER;
    }

    /** Returns the GSI1 sort key of the item that says that a user has views of a video. */
    public static String viewerOfVideoSort(String userId) {
        return VIEWERS_OF_VIDEO + user(userId);
    }

    public static String viewSort(String videoId, String timestamp) {
        return video(videoId) + VIEW_INFIX + timestamp;
    }

    public static String voteSort(String videoId) {
        return video(videoId) + VOTE_SUFFIX;
    }

    /** Returns the video of a {@link #viewSort} or a {@link #voteSort}; empty if the text has another format. */
    public static Optional<String> videoOfEvent(String sort) {
        int end = sort.endsWith(VOTE_SUFFIX) ? sort.length() - VOTE_SUFFIX.length() : sort.lastIndexOf(VIEW_INFIX);
        return sort.startsWith(VIDEO_PREFIX) && end > VIDEO_PREFIX.length()
                ? Optional.of(sort.substring(VIDEO_PREFIX.length(), end))
                : Optional.empty();
    }

    /** Returns the timestamp of a {@link #viewSort}; the whole text if it has another format. */
    public static String timestampOfViewSort(String sort) {
        // Most timestamps contain no #. Searching for a char is faster than searching for a text.
        int end = sort.lastIndexOf('#') + 1;
        if (sort.startsWith(VIEW_INFIX, end - VIEW_INFIX.length())) {
            return sort.substring(end);
        }
        int infix = sort.lastIndexOf(VIEW_INFIX);
        return infix < 0 ? sort : sort.substring(infix + VIEW_INFIX.length());
    }

    /** Returns the sort key of a view in GSI1. */
    public static String viewOfVideoSort(String timestamp, String userId) {
        return viewOfVideoPrefix(timestamp) + SEPARATOR + user(userId);
    }

    /** Returns the prefix of the GSI1 sort keys of all views whose timestamp starts with a text. */
    public static String viewOfVideoPrefix(String timestampStart) {
        return VIEW_PREFIX + timestampStart;
    }

    public static String voteOfVideoSort(VoteType type, String userId) {
        return voteOfVideoPrefix(type) + user(userId);
    }

    /** Returns the prefix of the GSI1 sort keys of all votes of one type. */
    public static String voteOfVideoPrefix(VoteType type) {
        return type.name() + SEPARATOR;
    }

    public static String summaryType(SummaryKey.Kind kind) {
        return kind + "_SUMMARY";
    }

    /** Returns the type of the items that count the hours of a summary of this kind. */
    public static String hourType(SummaryKey.Kind kind) {
        return kind + "_HOUR";
    }

    /** Returns the name of the attribute that holds the id in a summary of this kind. */
    public static String idAttribute(SummaryKey.Kind kind) {
        return switch (kind) {
            case USER -> USER_ID;
            case VIDEO -> VIDEO_ID;
            case SITE -> SITE_BUCKET;
        };
    }

    /** Returns the sort key of an hour such as {@code 2022-01-02T00} in the partition of its video. */
    public static String hourSort(String hour) {
        return HOUR_PREFIX + hour;
    }

    /** Returns the hour of a {@link #hourSort}. */
    public static String hourOfSort(String sort) {
        return sort.substring(HOUR_PREFIX.length());
    }

    /** Returns the partition key of the checkpoint of an aggregator in a shard. */
    public static String checkpoint(String aggregator, String shardId) {
        return "POSITION#" + aggregator + SEPARATOR + shardId;
    }

    /** Returns the partition key of the records and changes that an aggregator could not apply. */
    public static String quarantine(String aggregator) {
        return "QUARANTINE#" + aggregator;
    }

    public static String quarantineSort(String shardId, String sequenceNumber) {
        return shardId + SEPARATOR + sequenceNumber;
    }
}
