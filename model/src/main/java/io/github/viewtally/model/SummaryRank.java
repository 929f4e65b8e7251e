package io.github.viewtally.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rank by which summaries are listed: 0 without a view, then 1 more with each quarter of a doubling, which is 1 plus
 * the whole part of 4·log2(views). So a summary that grows from nothing to n views changes its place in the index no more
 * than 4·log2(n) + 1 times.
 */
public final class SummaryRank {

    private static final int STEPS_OF_DOUBLING = 4;

    /** For each rank from 1 on, the fewest views that have it. */
    private static final long[] FEWEST_VIEWS = fewestViews();

    private SummaryRank() {}

    /** The rank of so many views. */
    public static int of(long views) {
        if (views < 1) {
            return 0;
        }
        int found = Arrays.binarySearch(FEWEST_VIEWS, views);
        if (found < 0) {
            return -found - 1;
        }
        // Of ranks that share their fewest views, which there are among the small numbers, the highest.
        int rank = found + 1;
        while (rank < FEWEST_VIEWS.length && FEWEST_VIEWS[rank] == views) {
            rank++;
        }
        return rank;
    }

    /**
     * Whether no two counts have this rank. So it is for the lowest, where whole numbers lie further apart than the ranks
     * do.
     */
    public static boolean holdsOneCount(int rank) {
        return rank < FEWEST_VIEWS.length && FEWEST_VIEWS[rank] - fewest(rank) <= 1;
    }

    private static long fewest(int rank) {
        return rank == 0 ? 0 : FEWEST_VIEWS[rank - 1];
    }

    /** The whole part of 4·log2(v) is k if v^4 is at least 2^k; in whole numbers, so that no rounding blurs a step. */
    private static long[] fewestViews() {
        return IntStream.range(0, STEPS_OF_DOUBLING * (Long.SIZE - 1))
                .mapToLong(step -> {
                    BigInteger power = BigInteger.ONE.shiftLeft(step);
                    BigInteger root = power.sqrt().sqrt();
                    return (root.pow(STEPS_OF_DOUBLING).equals(power) ? root : root.add(BigInteger.ONE))
                            .longValueExact();
                })
                .toArray();
    }
}
