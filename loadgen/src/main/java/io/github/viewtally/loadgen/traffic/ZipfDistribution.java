package io.github.viewtally.loadgen.traffic;

import java.util.Arrays;
import java.util.Random;

/**
 * Draws integers from 0 to {@code count - 1} by Zipf's law: the k-th integer is {@code 1/k^exponent} times as frequent as
 * the first.
 */
final class ZipfDistribution {

    private final int count;
    /** The cumulative weights; null if all integers are equally frequent. */
    private final double[] cumulativeWeights;

    ZipfDistribution(int count, double exponent) {
        this.count = count;
        this.cumulativeWeights = exponent == 0 ? null : weights(count, exponent);
    }

    int draw(Random random) {
        if (cumulativeWeights == null) {
            return random.nextInt(count);
        }
        int found = Arrays.binarySearch(cumulativeWeights, random.nextDouble() * cumulativeWeights[count - 1]);
        return Math.min(count - 1, found < 0 ? -found - 1 : found + 1);
    }

    private static double[] weights(int count, double exponent) {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = Math.pow(i + 1.0, -exponent);
        }
        Arrays.parallelPrefix(weights, Double::sum);
        return weights;
    }
}
