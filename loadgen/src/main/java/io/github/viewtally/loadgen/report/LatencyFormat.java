package io.github.viewtally.loadgen.report;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Formats the percentiles of a histogram of microseconds. */
final class LatencyFormat {
    private static final double MICROS_PER_MILLI = 1_000;

    private LatencyFormat() {}

    /** Returns one line, such as {@code p50 1.21 ms   p90 3.4 ms ...}. */
    static String text(Histogram micros) {
        return millis(micros).entrySet().stream()
                .map(percentile -> percentile.getKey() + " " + text(percentile.getValue()))
                .collect(Collectors.joining("   "));
    }

    /** Returns the count, and milliseconds by percentile. */
    static JsonObject json(Histogram micros) {
        JsonObject json = new JsonObject().put("count", micros.getTotalCount());
        millis(micros).forEach(json::put);
        return json;
    }

    /** Formats milliseconds with about three digits, such as {@code 0.42 ms}, {@code 12.3 ms} and {@code 1.23 s}. */
    static String text(double millis) {
        if (millis >= 1_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }

    private static Map<String, Double> millis(Histogram micros) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", micros.getValueAtPercentile(50) / MICROS_PER_MILLI);
        percentiles.put("p90", micros.getValueAtPercentile(90) / MICROS_PER_MILLI);
        percentiles.put("p99", micros.getValueAtPercentile(99) / MICROS_PER_MILLI);
        percentiles.put("p99.9", micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI);
        percentiles.put("max", micros.getMaxValue() / MICROS_PER_MILLI);
        return percentiles;
    }
}
