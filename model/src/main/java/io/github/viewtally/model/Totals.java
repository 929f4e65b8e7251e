package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The totals of a summary or of an hour, exactly as stored. The aggregators count integers, but another program may have
 * stored a number that is larger than a long, or a fraction.
 *
 * @param viewers see {@link Counts}
 */
public record Totals(BigDecimal views, BigDecimal duration, BigDecimal likes, BigDecimal dislikes, BigDecimal viewers) {

    /** All totals are zero. */
    public static final Totals ZERO = of(Counts.ZERO);

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    public Totals {
        requireNonNull(views, "views");
        requireNonNull(duration, "duration");
        requireNonNull(likes, "likes");
        requireNonNull(dislikes, "dislikes");
        requireNonNull(viewers, "viewers");
    }

    public static Totals of(Counts counts) {
        return new Totals(
                BigDecimal.valueOf(counts.views()),
                BigDecimal.valueOf(counts.duration()),
                BigDecimal.valueOf(counts.likes()),
                BigDecimal.valueOf(counts.dislikes()),
                BigDecimal.valueOf(counts.viewers()));
    }

    public Totals plus(Totals other) {
        return new Totals(
                views.add(other.views),
                duration.add(other.duration),
                likes.add(other.likes),
                dislikes.add(other.dislikes),
                viewers.add(other.viewers));
    }

    /**
     * Converts the totals to longs.
     *
     * @throws ArithmeticException if a total is not an integer of 64 bits
     */
    public Counts toCounts() {
        return new Counts(
                views.longValueExact(),
                duration.longValueExact(),
                likes.longValueExact(),
                dislikes.longValueExact(),
                viewers.longValueExact());
    }

    /** Returns a stored number as a long; empty if it is a fraction or does not fit. */
    public static Optional<Long> exactLong(BigDecimal stored) {
        if (stored.compareTo(MIN_LONG) < 0 || stored.compareTo(MAX_LONG) > 0) {
            return Optional.empty();
        }
        long whole = stored.longValue();
        return BigDecimal.valueOf(whole).compareTo(stored) == 0 ? Optional.of(whole) : Optional.empty();
    }

    /**
     * Returns a total as responses show it; empty if it is a fraction or does not fit. A negative one is shown as zero: it
     * exists only after somebody has deleted a summary, until the next audit.
     */
    public static Optional<Long> shown(BigDecimal stored) {
        return exactLong(stored).map(total -> Math.max(0, total));
    }

    /** Returns the long that is nearest to a stored number: exact enough for a rank, but not for a response. */
    public static long nearestLong(BigDecimal stored) {
        return stored.max(MIN_LONG).min(MAX_LONG).longValue();
    }

    /** Returns the sum of two longs; the nearest long if it overflows. */
    public static long nearestSum(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return !overflows ? sum : one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
