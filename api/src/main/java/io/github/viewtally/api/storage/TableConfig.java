package io.github.viewtally.api.storage;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.table.SpreadItems;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The location of the table, and the limits of reading and writing it.
 *
 * @param endpoint empty for that of the AWS region
 * @param trendHalfLife the half-life of the list by trend, as the aggregators have it
 * @param userStats whether the aggregators count the hours of users
 * @param maxReadTime a read of several requests starts no further request after this time; not a setting
 */
public record TableConfig(
        String name,
        Optional<URI> endpoint,
        Duration maxReadTime,
        WriteBounds writes,
        SpreadBounds spread,
        HalfLife trendHalfLife,
        boolean userStats) {

    private static final Duration MAX_READ_TIME = Duration.ofSeconds(3);

    private static final String DEFAULT_NAME = "video-stats";

    public static TableConfig read(Settings settings) {
        return new TableConfig(
                settings.optional(
                                "TABLE_NAME",
                                TableConfig::tableName,
                                "3 to 255 characters of A-Z a-z 0-9 _ . -",
                                "The table of events and summaries. Default: " + DEFAULT_NAME + ".")
                        .orElse(DEFAULT_NAME),
                settings.url("DYNAMODB_ENDPOINT", "The URL of DynamoDB. Default: that of the AWS region."),
                MAX_READ_TIME,
                WriteBounds.read(settings),
                SpreadBounds.read(settings),
                new HalfLife(settings.integer(
                        "TREND_HALF_LIFE_HOURS",
                        HalfLife.DEFAULT.hours(),
                        HalfLife.MIN_HOURS,
                        HalfLife.MAX_HOURS,
                        "The time in which the weight of a view in the list by trend halves, in hours. The functions need"
                                + " the same value.")),
                settings.flag(
                        "USER_STATS",
                        false,
                        "Whether GET /users/{userId}/stats returns views and votes per hour and day. It costs up to 2 write"
                                + " units per event. The functions need the same value."));
    }

    private static String tableName(String text) {
        if (!text.matches("[A-Za-z0-9_.-]{3,255}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /**
     * The limits of writing.
     *
     * @param calls maximum of batches in flight, each of up to 25 items
     * @param writes maximum of writes in flight or queued; further writes fail at once
     * @param patience the time after its acceptance in which a write is retried
     */
    public record WriteBounds(int calls, int writes, Duration patience) {

        public static WriteBounds read(Settings settings) {
            return new WriteBounds(
                    settings.integer("WRITE_CALLS", 4, 1, 64, "Maximum write requests to DynamoDB in flight."),
                    settings.integer(
                            "WRITE_QUEUE",
                            20_000,
                            1,
                            1_000_000,
                            "Maximum events in flight or queued; the response to further ones is 503."),
                    Duration.ofMillis(settings.integer(
                            "WRITE_PATIENCE_MS",
                            2_500,
                            1,
                            60_000,
                            "Milliseconds for which a failed write is retried before the response is 503.")));
        }
    }

    /**
     * When the events of a hot video are spread over several partitions of the index.
     *
     * @param writesPerPartition the number of events per second of one video, from this process, for one partition
     * @param maxPartitions the highest number of partitions to which this process writes the events of a video; 1 for none
     */
    public record SpreadBounds(int writesPerPartition, int maxPartitions) {

        public static SpreadBounds read(Settings settings) {
            return new SpreadBounds(
                    settings.integer(
                            "HOT_VIDEO_WRITES",
                            500,
                            1,
                            1_000,
                            "Events per second of one video in this process, per partition of the index; above it, the video's"
                                    + " events are spread over more partitions."),
                    Integer.highestOneBit(settings.integer(
                            "MAX_VIDEO_PARTITIONS",
                            SpreadItems.MAX_PARTITIONS,
                            1,
                            SpreadItems.MAX_PARTITIONS,
                            "Maximum partitions of the index for the events of one video, rounded down to a power of two;"
                                    + " 1 never spreads them.")));
        }
    }
}
