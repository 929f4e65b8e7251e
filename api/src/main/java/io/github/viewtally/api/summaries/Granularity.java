package io.github.viewtally.api.summaries;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The length of each point of a series, in UTC, where all hours and all days have the same length. */
enum Granularity {
    HOUR("hour", ChronoUnit.HOURS, 24),
    DAY("day", ChronoUnit.DAYS, 30);

    private final String word;
    private final ChronoUnit unit;
    private final int points;

    /**
     * Creates a granularity.
     *
     * @param points the default number of points
     */
    Granularity(String word, ChronoUnit unit, int points) {
        this.word = word;
        this.unit = unit;
        this.points = points;
    }

    static Granularity of(String word) {
        return word.equals(DAY.word) ? DAY : HOUR;
    }

    String word() {
        return word;
    }

    Duration length() {
        return unit.getDuration();
    }

    /** Returns the default number of points. */
    int usualPoints() {
        return points;
    }

    Duration usualSpan() {
        return length().multipliedBy(points);
    }

    /** Returns the start of the step that contains this instant. */
    Instant floor(Instant instant) {
        return instant.truncatedTo(unit);
    }
}
