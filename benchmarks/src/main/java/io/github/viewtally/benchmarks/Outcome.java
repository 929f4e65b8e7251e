package io.github.viewtally.benchmarks;

import java.util.Optional;

/**
 * What a measure found.
 *
 * @param unit of ours and the baseline
 * @param baseline empty if our figure is compared with nothing
 * @param figure what the goal is set for: the ratio of the two, or ours
 * @param spread the least and the greatest of the rounds, in words
 * @param note what one must know to read it
 */
public record Outcome(
        String title,
        String unit,
        double ours,
        Optional<Double> baseline,
        double figure,
        Goal goal,
        String spread,
        String note) {

    /** A figure of ours alone. */
    public static Outcome ofFigure(String title, String unit, double figure, Goal goal, String note) {
        return new Outcome(title, unit, figure, Optional.empty(), figure, goal, "", note);
    }

    /** A figure of ours by a known one of the baseline. */
    public static Outcome ofRatio(String title, String unit, double ours, double baseline, Goal goal, String note) {
        return new Outcome(title, unit, ours, Optional.of(baseline), ours / baseline, goal, "", note);
    }
}
