package io.github.viewtally.api.storage;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * The bounds of writing.
 *
 * @param calls to DynamoDB under way at once, each for up to 25 items
 * @param writes begun or waiting, beyond which a write is refused at once
 * @param patience how long after its acceptance a write may begin another try
 */
public record WriteBounds(int calls, int writes, Duration patience) {

    public static WriteBounds read(Settings settings) {
        return new WriteBounds(
                settings.integer("WRITE_CALLS", 4, 1, 64, "How many calls that write are under way at once."),
                settings.integer(
                        "WRITE_QUEUE",
                        20_000,
                        1,
                        1_000_000,
                        "How many events may be under way or wait; more are refused with 503 at once."),
                Duration.ofMillis(settings.integer(
                        "WRITE_PATIENCE_MS",
                        2_500,
                        1,
                        60_000,
                        "How long, in milliseconds, the writing of an event is begun again before it is given up.")));
    }
}
