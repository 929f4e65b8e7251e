package io.github.viewtally.benchmarks;

import java.util.List;

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
