package io.github.viewtally.api.storage;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

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
