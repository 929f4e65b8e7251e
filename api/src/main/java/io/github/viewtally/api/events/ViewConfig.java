package io.github.viewtally.api.events;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.model.View;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Which new views are accepted, and which of them count.
 *
 * @param maxFutureSeconds maximum seconds that a timestamp may be ahead of the server's clock
 * @param maxPastDays maximum days that a timestamp may be in the past; empty for no limit
 * @param minViewSeconds minimum duration of a view that counts
 * @param plausibleSpeed maximum seconds watched per second since the timestamp; empty for no limit
 */
public record ViewConfig(
        int maxFutureSeconds, Optional<Integer> maxPastDays, int minViewSeconds, Optional<BigDecimal> plausibleSpeed) {

    private static final int TEN_YEARS = 315_360_000;
    private static final BigDecimal MAX_SPEED = BigDecimal.valueOf(100);

    public static ViewConfig read(Settings settings) {
        return new ViewConfig(
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
                        "Maximum days that a view's timestamp may be in the past. Default: no limit."),
                settings.integer(
                        "MIN_VIEW_SECONDS",
                        0,
                        0,
                        (int) View.MAX_DURATION,
                        "Minimum duration of a view that counts. A shorter view adds only its duration to the totals."),
                settings.optional(
                        "PLAUSIBLE_SPEED",
                        ViewConfig::speed,
                        "a number from 1 to 100",
                        "A view's duration may be at most the time since its timestamp, times this number, plus 10 seconds."
                                + " Default: no limit."));
    }

    private static BigDecimal speed(String text) {
        BigDecimal speed = new BigDecimal(text);
        if (speed.compareTo(BigDecimal.ONE) < 0 || speed.compareTo(MAX_SPEED) > 0) {
            throw new IllegalArgumentException(text);
        }
        return speed;
    }
}
