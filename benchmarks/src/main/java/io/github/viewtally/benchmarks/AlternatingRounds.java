package io.github.viewtally.benchmarks;

import io.github.viewtally.benchmarks.BenchmarkResult.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rounds of two variants. They alternate, and each is first in every other round, so that noise affects both equally.
 *
 * @param ours the rounds of our variant
 * @param baseline the rounds of the baseline
 */
public record AlternatingRounds(List<Double> ours, List<Double> baseline) {

    /** Warms up and measures both variants. */
    public static AlternatingRounds measure(RunSettings settings, Variant ours, Variant baseline) throws Exception {
        warmUp(settings, ours);
        warmUp(settings, baseline);
        AlternatingRounds rounds = new AlternatingRounds(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < settings.rounds(); i++) {
            if (i % 2 == 0) {
                rounds.ours.add(ours.round(settings.round()));
                rounds.baseline.add(baseline.round(settings.round()));
            } else {
                rounds.baseline.add(baseline.round(settings.round()));
                rounds.ours.add(ours.round(settings.round()));
            }
        }
        return rounds;
    }

    private static void warmUp(RunSettings settings, Variant variant) throws Exception {
        long end = System.nanoTime() + settings.warmUp().toNanos();
        for (long left = settings.warmUp().toNanos(); left > 0; left = end - System.nanoTime()) {
            variant.round(Duration.ofNanos(Math.min(left, settings.round().toNanos())));
        }
    }

    /** Returns the ratio of the medians. */
    public BenchmarkResult result(String title, String unit, Goal goal, String note) {
        return BenchmarkResult.ofRounds(
                title, unit, Numbers.median(ours), Numbers.median(baseline), goal, spread(), note);
    }

    private Range spread() {
        return Range.of(IntStream.range(0, ours.size())
                .mapToObj(i -> ours.get(i) / baseline.get(i))
                .toList());
    }

    /** One variant of the measured work. */
    public interface Variant {

        /**
         * Runs the work for about this time.
         *
         * @return the rate, or another value that the measurement compares
         */
        double round(Duration length) throws Exception;
    }
}
