package io.github.viewtally.loadgen.traffic;

import java.util.Arrays;
import java.util.Random;

/** Draws whole numbers from 0 on, of which the k-th, counted from 1, comes {@code 1/k^exponent} times as often as the first. */
final class Popularity {

    private final int count;
    /** The weight of each number and of all before it; null if they are all alike. */
    private final double[] weightUpTo;

    Popularity(int count, double exponent) {
        this.count = count;
        this.weightUpTo = exponent == 0 ? null : weights(count, exponent);
    }

    int draw(Random random) {
        if (weightUpTo == null) {
            return random.nextInt(count);
        }
        int found = Arrays.binarySearch(weightUpTo, random.nextDouble() * weightUpTo[count - 1]);
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
