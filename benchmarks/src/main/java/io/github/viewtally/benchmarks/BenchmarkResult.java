package io.github.viewtally.benchmarks;

import java.util.Optional;

/**
 * The result of a measurement.
 *
 * @param unit the unit of our value and of the baseline
 * @param ours the value of our variant
 * @param baseline the value of the baseline; empty if there is none
 * @param figure the value for the goal: the ratio of both values, or our value
 * @param spread the lowest and the highest figure of a round; empty if there are no rounds
 * @param note an explanation for the reader; may be empty
 */
public record BenchmarkResult(
        String title,
        String unit,
        double ours,
        Optional<Double> baseline,
        double figure,
        Goal goal,
        String spread,
        String note) {

    /** Creates a result without a baseline. */
    public static BenchmarkResult ofFigure(String title, String unit, double figure, Goal goal, String note) {
        return new BenchmarkResult(title, unit, figure, Optional.empty(), figure, goal, "", note);
    }

    /** Creates a result that is the ratio of two values. */
    public static BenchmarkResult ofRatio(
            String title, String unit, double ours, double baseline, Goal goal, String note) {
        return new BenchmarkResult(title, unit, ours, Optional.of(baseline), ours / baseline, goal, "", note);
    }
}
