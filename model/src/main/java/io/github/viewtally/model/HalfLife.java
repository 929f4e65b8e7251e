package io.github.viewtally.model;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The time in which the weight of a view in the list by trend halves.
 *
 * <p>A view is weighed once, when it is counted, by the hour of its timestamp: a view that is one half-life later weighs
 * twice as much ("forward decay", G. Cormode et al., ICDE 2009). So the weight never changes, a removal subtracts exactly
 * what was added, and the order of two sums stays the same until one of them gets another view. Weights grow without end,
 * so they are integers relative to the start of an epoch of 16 half-lives, and each epoch is summed apart.
 *
 * @param hours from {@value #MIN_HOURS} to {@value #MAX_HOURS}
 */
public record HalfLife(int hours) {

    /** All views of an hour weigh alike, so a half-life must be several hours. */
    public static final int MIN_HOURS = 6;

    public static final int MAX_HOURS = 720;

    /** One day. */
    public static final HalfLife DEFAULT = new HalfLife(24);

    /** The number of half-lives in an epoch. A view that is an epoch old has less than a 65,000th of its weight. */
    static final int HALF_LIVES_PER_EPOCH = 16;

    /** The weight of a view at the start of an epoch is 2^10, so that rounding to an integer changes it by 0.05 % at most. */
    static final int WEIGHT_BITS = 10;

    private static final int SECONDS_PER_HOUR = 3_600;

    public HalfLife {
        if (hours < MIN_HOURS || hours > MAX_HOURS) {
            throw new IllegalArgumentException(
                    "a half-life is from " + MIN_HOURS + " to " + MAX_HOURS + " hours: " + hours);
        }
    }

    /** Returns the epoch that contains an instant. */
    public long epochOf(Instant instant) {
        return Math.floorDiv(hourOf(instant), hoursPerEpoch());
    }

    /** Returns the latest epoch that is taken into account at an instant. Later views have wrong timestamps. */
    public long latestEpoch(Instant now) {
        return epochOf(now) + 1;
    }

    /** Returns the sum of the weights of views. Views before 1970 weigh nothing. */
    public TrendScore weigh(HourlyViews views) {
        Map<Long, Long> sums = new TreeMap<>();
        views.byHour().forEach((text, number) -> Timestamps.parseHour(text)
                .map(HalfLife::hourOf)
                .filter(hour -> hour >= 0)
                .ifPresent(hour -> sums.merge(
                        hour / hoursPerEpoch(), number * weight(Math.toIntExact(hour % hoursPerEpoch())), Long::sum)));
        return new TrendScore(sums);
    }

    /** The weight of a view in an hour of an epoch. The same on every machine: only a fraction of a power is rounded. */
    private long weight(int hour) {
        double fraction = (double) (hour % hours) / hours;
        return Math.round(StrictMath.pow(2, WEIGHT_BITS + fraction)) << (hour / hours);
    }

    /** Returns the half-lives from the start of an epoch to the full hour of an instant. */
    double since(long epoch, Instant instant) {
        return (double) (hourOf(instant) - epoch * hoursPerEpoch()) / hours;
    }

    private int hoursPerEpoch() {
        return HALF_LIVES_PER_EPOCH * hours;
    }

    private static long hourOf(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_HOUR);
    }
}
