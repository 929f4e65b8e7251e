package io.github.viewtally.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of a measurement.
 *
 * @param unit the unit of our value and of the baseline
 * @param ours the value of our variant
 * @param baseline the value of the baseline; empty if there is none
 * @param figure the value for the goal: the ratio of both values, or our value
 * @param spread the figures of the rounds
 * @param runs the figures of the runs
 * @param note an explanation for the reader; may be empty
 */
public record BenchmarkResult(
        String title,
        String unit,
        double ours,
        Optional<Double> baseline,
        double figure,
        Goal goal,
        Range spread,
        Range runs,
        String note) {

    /** Creates a result without a baseline. */
    public static BenchmarkResult ofFigure(String title, String unit, double figure, Goal goal, String note) {
        return new BenchmarkResult(
                title, unit, figure, Optional.empty(), figure, goal, Range.none(), Range.of(figure), note);
    }

    /** Creates a result that is the ratio of two values. */
    public static BenchmarkResult ofRatio(
            String title, String unit, double ours, double baseline, Goal goal, String note) {
        return ofRounds(title, unit, ours, baseline, goal, Range.none(), note);
    }

    /** Creates a result that is the ratio of two values, which are the medians of rounds. */
    static BenchmarkResult ofRounds(
            String title, String unit, double ours, double baseline, Goal goal, Range spread, String note) {
        double figure = ours / baseline;
        return new BenchmarkResult(
                title, unit, ours, Optional.of(baseline), figure, goal, spread, Range.of(figure), note);
    }

    /** Combines the results of several runs of one measurement: the run with the median figure, and the range of all. */
    static BenchmarkResult ofRuns(List<BenchmarkResult> runs) {
        List<BenchmarkResult> sorted = runs.stream()
                .sorted(Comparator.comparingDouble(BenchmarkResult::figure))
                .toList();
        BenchmarkResult median = sorted.get((sorted.size() - 1) / 2);
        Range figures = Range.of(sorted.stream().map(BenchmarkResult::figure).toList());
        return new BenchmarkResult(
                median.title,
                median.unit,
                median.ours,
                median.baseline,
                median.figure,
                median.goal,
                median.spread,
                figures,
                median.note);
    }

    /** Returns which value of the goal every run reaches, in one word. */
    String level() {
        return goal.level(goal.higherIsBetter() ? runs.lowest() : runs.highest());
    }

    /**
     * The lowest and the highest of some figures.
     *
     * @param count how many figures there are; zero if none has been measured
     */
    public record Range(double lowest, double highest, int count) {

        static Range none() {
            return new Range(Double.NaN, Double.NaN, 0);
        }

        static Range of(double figure) {
            return new Range(figure, figure, 1);
        }

        static Range of(List<Double> figures) {
            return new Range(
                    figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                    figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                    figures.size());
        }

        /** Returns both figures as text; a dash if there are fewer than two. */
        String text() {
            return count < 2 ? "–" : Numbers.text(lowest) + "–" + Numbers.text(highest);
        }
    }
}
