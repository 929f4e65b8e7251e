package io.github.viewtally.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two variants in turn, round by round, so that a noisy machine hits both alike; each goes first in every other round.
 *
 * @param ours rounds of our variant
 * @param baseline rounds of what it is compared with
 */
public record SideBySide(List<Double> ours, List<Double> baseline) {

    public static SideBySide measure(RunSettings pace, Variant ours, Variant baseline) throws Exception {
        warmUp(pace, ours);
        warmUp(pace, baseline);
        SideBySide rounds = new SideBySide(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < pace.rounds(); i++) {
            if (i % 2 == 0) {
                rounds.ours.add(ours.round(pace.round()));
                rounds.baseline.add(baseline.round(pace.round()));
            } else {
                rounds.baseline.add(baseline.round(pace.round()));
                rounds.ours.add(ours.round(pace.round()));
            }
        }
        return rounds;
    }

    private static void warmUp(RunSettings pace, Variant variant) throws Exception {
        long end = System.nanoTime() + pace.warmUp().toNanos();
        for (long left = pace.warmUp().toNanos(); left > 0; left = end - System.nanoTime()) {
            variant.round(Duration.ofNanos(Math.min(left, pace.round().toNanos())));
        }
    }

    /** The ratio of the medians. */
    public Outcome outcome(String title, String unit, Goal goal, String note) {
        double our = Numbers.median(ours);
        double base = Numbers.median(baseline);
        return new Outcome(title, unit, our, Optional.of(base), our / base, goal, spread(), note);
    }

    private String spread() {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (int i = 0; i < ours.size(); i++) {
            double ratio = ours.get(i) / baseline.get(i);
            least = Math.min(least, ratio);
            greatest = Math.max(greatest, ratio);
        }
        return Numbers.text(least) + "–" + Numbers.text(greatest);
    }
}
