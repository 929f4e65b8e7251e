package io.github.viewtally.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Formats and summarizes numbers. */
public final class Numbers {

    private Numbers() {}

    /** Formats a number with three digits, or with all digits of its integer part. */
    public static String text(double number) {
        double size = Math.abs(number);
        if (size >= 100 || number == Math.rint(number)) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", number);
    }

    public static double median(Collection<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the smallest number that is not exceeded by a fraction of all numbers. */
    public static double quantile(double[] numbers, double fraction) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(fraction * sorted.length) - 1)];
    }
}
