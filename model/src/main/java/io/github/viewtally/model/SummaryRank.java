package io.github.viewtally.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Computes the rank that sorts summaries by views: 0 for no views, otherwise 1 plus the integer part of 4·log2(views). A
 * summary that grows from zero to n views therefore moves in the index at most 4·log2(n) + 1 times.
 */
public final class SummaryRank {

    private static final int RANKS_PER_DOUBLING = 4;

    /** The minimum number of views of each rank, from rank 1. */
    private static final long[] MIN_VIEWS = minViewsByRank();

    private SummaryRank() {}

    /** Returns the rank of a number of views. */
    public static int of(long views) {
        if (views < 1) {
            return 0;
        }
        int found = Arrays.binarySearch(MIN_VIEWS, views);
        if (found < 0) {
            return -found - 1;
        }
        // Small ranks can share a minimum. The highest of them counts.
        int rank = found + 1;
        while (rank < MIN_VIEWS.length && MIN_VIEWS[rank] == views) {
            rank++;
        }
        return rank;
    }

    /** Returns whether at most one number of views has this rank. This is true for the lowest ranks. */
    public static boolean holdsOneCount(int rank) {
        return rank < MIN_VIEWS.length && MIN_VIEWS[rank] - minViews(rank) <= 1;
    }

    private static long minViews(int rank) {
        return rank == 0 ? 0 : MIN_VIEWS[rank - 1];
    }

    /** 4·log2(v) is at least k exactly if v^4 is at least 2^k. Integers avoid rounding errors. */
    private static long[] minViewsByRank() {
        return IntStream.range(0, RANKS_PER_DOUBLING * (Long.SIZE - 1))
                .mapToLong(step -> {
                    BigInteger power = BigInteger.ONE.shiftLeft(step);
                    BigInteger root = power.sqrt().sqrt();
                    return (root.pow(RANKS_PER_DOUBLING).equals(power) ? root : root.add(BigInteger.ONE))
                            .longValueExact();
                })
                .toArray();
    }
}
