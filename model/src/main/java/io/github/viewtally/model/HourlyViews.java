package io.github.viewtally.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers of views, or changes of them, by the hour of their timestamps.
 *
 * @param byHour by hour, as in {@code 2022-01-02T00}; no number is zero
 */
public record HourlyViews(Map<String, Long> byHour) {

    public static final HourlyViews NONE = new HourlyViews(Map.of());

    /** Copies the map without zeros. */
    public HourlyViews {
        Map<String, Long> rest = new TreeMap<>(byHour);
        rest.values().removeIf(number -> number == 0);
        byHour = Map.copyOf(rest);
    }

    public HourlyViews plus(HourlyViews other) {
        if (isZero() || other.isZero()) {
            return isZero() ? other : this;
        }
        Map<String, Long> sums = new TreeMap<>(byHour);
        other.byHour.forEach((hour, number) -> sums.merge(hour, number, Long::sum));
        return new HourlyViews(sums);
    }

    public boolean isZero() {
        return byHour.isEmpty();
    }
}
