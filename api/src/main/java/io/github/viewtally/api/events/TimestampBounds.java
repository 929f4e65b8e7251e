package io.github.viewtally.api.events;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The maximum difference between the timestamp of a new view and the server's time. The bounds do not apply to deletions.
 *
 * @param maxFutureSeconds maximum seconds in the future
 * @param maxPastDays maximum days in the past; empty for no limit
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
                        "Maximum seconds that a view's timestamp may be in the future; above it, the response is 400."),
                settings.optionalInteger(
                        "MAX_PAST_DAYS",
                        1,
                        36_500,
                        "Maximum days that a view's timestamp may be in the past. Default: no limit."));
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
