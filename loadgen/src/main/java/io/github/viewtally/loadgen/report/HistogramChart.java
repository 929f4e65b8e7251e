package io.github.viewtally.loadgen.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Draws a histogram of microseconds as a bar chart of text lines, with the steps 1, 2, 5, 10, 20, 50 and so on. */
final class HistogramChart {
    private static final int MAX_BAR_WIDTH = 40;
    private static final long FIRST_STEP_MICROS = 100;

    private record Bar(long from, long to, long count) {}

    private HistogramChart() {}

    /** Returns lines that end in a newline; empty for an empty histogram. */
    static String of(Histogram micros) {
        List<Bar> bars = bars(micros);
        long highest = bars.stream().mapToLong(Bar::count).max().orElse(0);
        StringBuilder chart = new StringBuilder();
        for (Bar bar : bars) {
            int width = (int) ((bar.count() * MAX_BAR_WIDTH + highest - 1) / highest);
            chart.append(String.format(
                    Locale.ROOT,
                    "  %8s to %8s |%-" + MAX_BAR_WIDTH + "s %d (%.2f %%)%n",
                    LatencyFormat.text(bar.from() / 1e3),
                    LatencyFormat.text(bar.to() / 1e3),
                    "#".repeat(width),
                    bar.count(),
                    100.0 * bar.count() / micros.getTotalCount()));
        }
        return chart.toString();
    }

    /** Returns the bars from the first to the last that is not empty. */
    private static List<Bar> bars(Histogram micros) {
        List<Bar> bars = new ArrayList<>();
        long from = 0;
        long to = FIRST_STEP_MICROS;
        while (micros.getTotalCount() > 0 && from <= micros.getMaxValue()) {
            long count = micros.getCountBetweenValues(from, to - 1);
            if (count > 0 || !bars.isEmpty()) {
                bars.add(new Bar(from, to, count));
            }
            from = to;
            to = nextStep(to);
        }
        return bars;
    }

    private static long nextStep(long step) {
        long leading = step;
        while (leading >= 10) {
            leading /= 10;
        }
        return leading == 2 ? step / 2 * 5 : step * 2;
    }
}
