package io.github.viewtally.api.storage;

import io.github.viewtally.api.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the table is, and the limits of reading and writing it.
 *
 * @param endpoint empty for that of the AWS region
 * @param maxReadTime a read of several requests starts no further request after this time; not a setting
 */
public record TableConfig(String name, Optional<URI> endpoint, Duration maxReadTime, WriteBounds writes) {

    private static final Duration MAX_READ_TIME = Duration.ofSeconds(3);

    private static final String DEFAULT_NAME = "video-stats";

    public static TableConfig read(Settings settings) {
        return new TableConfig(
                settings.optional(
                                "TABLE_NAME",
                                TableConfig::tableName,
                                "3 to 255 characters of A-Z a-z 0-9 _ . -",
                                "The table of events and summaries; " + DEFAULT_NAME + " if it is not set.")
                        .orElse(DEFAULT_NAME),
                settings.url("DYNAMODB_ENDPOINT", "The URL of DynamoDB, if it is not that of the AWS region."),
                MAX_READ_TIME,
                WriteBounds.read(settings));
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
     * @param calls most batches in flight, each of up to 25 items
     * @param writes most writes in flight or queued; further writes fail at once
     * @param patience how long a write may be sent again after it was accepted
     */
    public record WriteBounds(int calls, int writes, Duration patience) {

        public static WriteBounds read(Settings settings) {
            return new WriteBounds(
                    settings.integer("WRITE_CALLS", 4, 1, 64, "The most write requests to DynamoDB in flight at once."),
                    settings.integer(
                            "WRITE_QUEUE",
                            20_000,
                            1,
                            1_000_000,
                            "The most events in flight or queued; further events are refused with 503 at once."),
                    Duration.ofMillis(settings.integer(
                            "WRITE_PATIENCE_MS",
                            2_500,
                            1,
                            60_000,
                            "How long, in milliseconds, a failed write is retried before it is answered with 503.")));
        }
    }
}
