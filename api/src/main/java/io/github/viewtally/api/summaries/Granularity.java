package io.github.viewtally.api.summaries;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long each point of a series stands for: in UTC, where hours and days are of one length. */
enum Granularity {
    HOUR("hour", ChronoUnit.HOURS, 24),
    DAY("day", ChronoUnit.DAYS, 30);

    private final String word;
    private final ChronoUnit unit;
    private final int points;

    /**
     * @param points of a series whose beginning is not asked for
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

    /** How many points a series has whose beginning is not asked for. */
    int usualPoints() {
        return points;
    }

    Duration usualSpan() {
        return length().multipliedBy(points);
    }

    /** The beginning of the step in which this instant lies. */
    Instant floor(Instant instant) {
        return instant.truncatedTo(unit);
    }
}
