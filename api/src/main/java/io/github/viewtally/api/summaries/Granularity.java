package io.github.viewtally.api.summaries;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The length of each point of a series. An hour is an hour of UTC. A day is a day of a time zone and consists of whole hours
 * of UTC, because views are counted by these: it begins with the first hour that does not begin before the day. So in a
 * zone that is whole hours from UTC, it begins at midnight.
 */
enum Granularity {
    HOUR("hour", 24) {
        @Override
        Instant floor(Instant instant, ZoneId zone) {
            return instant.truncatedTo(ChronoUnit.HOURS);
        }

        @Override
        Instant plus(Instant start, int steps, ZoneId zone) {
            return start.plus(steps, ChronoUnit.HOURS);
        }

        @Override
        long count(Instant from, Instant to, ZoneId zone) {
            return ChronoUnit.HOURS.between(from, to);
        }
    },
    DAY("day", 30) {
        @Override
        Instant floor(Instant instant, ZoneId zone) {
            return start(dayOf(instant, zone), zone);
        }

        @Override
        Instant plus(Instant start, int steps, ZoneId zone) {
            return start(dayOf(start, zone).plusDays(steps), zone);
        }

        @Override
        long count(Instant from, Instant to, ZoneId zone) {
            return ChronoUnit.DAYS.between(dayOf(from, zone), dayOf(to, zone));
        }
    };

    private final String word;
    private final int points;

    /**
     * Creates a granularity.
     *
     * @param points the default number of points
     */
    Granularity(String word, int points) {
        this.word = word;
        this.points = points;
    }

    static Granularity of(String word) {
        return word.equals(DAY.word) ? DAY : HOUR;
    }

    String word() {
        return word;
    }

    /** Returns the default number of points. */
    int defaultPoints() {
        return points;
    }

    /** Returns the start of the step that contains this instant. */
    abstract Instant floor(Instant instant, ZoneId zone);

    /** Returns the start of the step that is this number of steps later, or earlier if the number is negative. */
    abstract Instant plus(Instant start, int steps, ZoneId zone);

    /** Returns the number of steps between the starts of two steps. */
    abstract long count(Instant from, Instant to, ZoneId zone);

    /**
     * Returns the day that contains this instant: the last one that does not begin after it. A zone may skip a day, which
     * then begins when the next day does, and is never returned.
     */
    static LocalDate dayOf(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone).plusDays(1);
        while (start(day, zone).isAfter(instant)) {
            day = day.minusDays(1);
        }
        return day;
    }

    /** Returns the first whole hour of a day. If the clocks skip midnight, the day begins later. */
    private static Instant start(LocalDate day, ZoneId zone) {
        Instant midnight = day.atStartOfDay(zone).toInstant();
        Instant hour = midnight.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(midnight) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}
