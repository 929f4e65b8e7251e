package io.github.viewtally.api.events;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the timestamp of a new view may differ from the server's time. The bounds do not apply to deletions.
 *
 * @param maxFutureSeconds the most seconds in the future
 * @param maxPastDays the most days in the past; empty for any
 */
public record TimestampBounds(int maxFutureSeconds, Optional<Integer> maxPastDays) {

    private static final int TEN_YEARS = 315_360_000;

    public static TimestampBounds read(Settings settings) {
        return new TimestampBounds(
                settings.integer(
                        "MAX_FUTURE_SECONDS",
                        600,
                        0,
                        TEN_YEARS,
                        "The most seconds that a view's timestamp may be in the future; others are answered with 400."),
                settings.optionalInteger(
                        "MAX_PAST_DAYS",
                        1,
                        36_500,
                        "The most days that a view's timestamp may be in the past; any if it is not set."));
    }

    /** Returns what is wrong with a timestamp; empty if it is within the bounds. */
    Optional<String> fault(Instant timestamp, Instant now) {
        if (timestamp.isAfter(now.plusSeconds(maxFutureSeconds))) {
            return Optional.of("must not be more than " + maxFutureSeconds + " seconds in the future");
        }
        return maxPastDays
                .filter(days -> timestamp.isBefore(now.minus(Duration.ofDays(days))))
                .map(days -> "must not be more than " + days + " days in the past");
    }
}
