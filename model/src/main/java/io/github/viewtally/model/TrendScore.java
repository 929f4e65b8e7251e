package io.github.viewtally.model;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sums of the weights of views, by the epochs of a {@link HalfLife}. Only the newest epoch and the one before it matter:
 * older views have less than a 65,000th of their weight.
 *
 * @param byEpoch the sums by epoch; a sum is negative only while it is wrong
 */
public record TrendScore(NavigableMap<Long, Long> byEpoch) implements Comparable<TrendScore> {

    public static final TrendScore NONE = new TrendScore(Map.of());

    /** An entry of the list moves when its score grows by 19 %. */
    private static final int RANKS_PER_HALF_LIFE = 4;

    private static final int EPOCH_BITS = HalfLife.HALF_LIVES_PER_EPOCH;

    public TrendScore {
        byEpoch = Collections.unmodifiableNavigableMap(new TreeMap<>(byEpoch));
    }

    public TrendScore(Map<Long, Long> byEpoch) {
        this(new TreeMap<>(byEpoch));
    }

    public TrendScore plus(TrendScore other) {
        Map<Long, Long> sums = new TreeMap<>(byEpoch);
        other.byEpoch.forEach((epoch, sum) -> sums.merge(epoch, sum, Long::sum));
        return new TrendScore(sums);
    }

    public TrendScore minus(TrendScore other) {
        Map<Long, Long> sums = new TreeMap<>(byEpoch);
        other.byEpoch.forEach((epoch, sum) -> sums.merge(epoch, -sum, Long::sum));
        return new TrendScore(sums);
    }

    /** Returns the newest epoch with a sum, zero or not; empty if there is none. */
    public Optional<Long> newestEpoch() {
        return byEpoch.isEmpty() ? Optional.empty() : Optional.of(byEpoch.lastKey());
    }

    /** Returns the two epochs that matter, if they have sums, without those after an epoch. */
    public TrendScore upTo(long latestEpoch) {
        NavigableMap<Long, Long> known = byEpoch.headMap(latestEpoch, true);
        return known.isEmpty() ? NONE : new TrendScore(known.tailMap(known.lastKey() - 1, true));
    }

    /** Returns the two epochs that matter, if they have sums, and all those after an epoch, which may matter later. */
    public TrendScore from(long latestEpoch) {
        NavigableMap<Long, Long> matter = upTo(latestEpoch).byEpoch;
        return matter.isEmpty() ? this : new TrendScore(byEpoch.tailMap(matter.firstKey(), true));
    }

    /**
     * Returns the rank in the list: 0 if the score is not positive, otherwise 1 plus the integer part of 4·log2 of the
     * score, in half-lives since 1970. So it grows by four for each half-life with the same number of views.
     */
    public int rank() {
        BigInteger sum = sum();
        if (sum.signum() <= 0) {
            return 0;
        }
        // 4·log2(v) is at least n exactly if v^4 is at least 2^n.
        long quarters = sum.pow(RANKS_PER_HALF_LIFE).bitLength()
                - 1L
                - RANKS_PER_HALF_LIFE * (long) (HalfLife.WEIGHT_BITS + EPOCH_BITS);
        return Math.toIntExact(1 + Math.max(0, RANKS_PER_HALF_LIFE * EPOCH_BITS * byEpoch.lastKey() + quarters));
    }

    /** Returns the number of views, each weighed by its age at the full hour of an instant. */
    public double at(Instant now, HalfLife halfLife) {
        return byEpoch.isEmpty()
                ? 0
                : sum().doubleValue()
                        * Math.pow(2, -(HalfLife.WEIGHT_BITS + EPOCH_BITS) - halfLife.since(byEpoch.lastKey(), now));
    }

    /** Compares by score, exactly. */
    @Override
    public int compareTo(TrendScore other) {
        BigInteger one = sum();
        BigInteger two = other.sum();
        if (one.signum() <= 0 || two.signum() <= 0) {
            return Integer.compare(Math.max(0, one.signum()), Math.max(0, two.signum()));
        }
        long later = byEpoch.lastKey() - other.byEpoch.lastKey();
        // A sum has at most 80 bits, so a difference of ten epochs decides.
        int shift = EPOCH_BITS * (int) Math.max(-10, Math.min(10, later));
        return shift >= 0 ? one.shiftLeft(shift).compareTo(two) : one.compareTo(two.shiftLeft(-shift));
    }

    /** The sum of the newest epoch and the one before it, relative to the start of the latter. */
    private BigInteger sum() {
        if (byEpoch.isEmpty()) {
            return BigInteger.ZERO;
        }
        long newest = byEpoch.lastKey();
        return BigInteger.valueOf(byEpoch.get(newest))
                .shiftLeft(EPOCH_BITS)
                .add(BigInteger.valueOf(byEpoch.getOrDefault(newest - 1, 0L)));
    }
}
