package io.github.viewtally.api.summaries;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The time range of a series, in whole steps.
 *
 * @param zone the time zone of the days
 * @param from the start of the first point
 * @param to the end of the last point
 */
record TimeRange(Granularity step, ZoneId zone, Instant from, Instant to) {

    static final int MAX_POINTS = 1_000;

    /** The time zones of the IANA database that this JDK knows. */
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private static final ZoneId UTC = ZoneId.of("UTC");

    /**
     * Reads the query. By default the range ends with the current step and has the default number of points.
     *
     * @throws io.github.viewtally.api.problem.ProblemException 400 naming the parameter
     */
    static TimeRange read(Parameters parameters, Instant now) {
        Granularity step =
                Granularity.of(parameters.oneOf("step", List.of(Granularity.HOUR.word(), Granularity.DAY.word())));
        ZoneId zone = zone(parameters, step);
        Optional<Instant> from = parameters.queryTimestamp("from");
        Optional<Instant> to = parameters.queryTimestamp("to");
        Instant end = to.orElseGet(() -> step.plus(step.floor(now, zone), 1, zone));
        Instant begin = from.orElseGet(() -> step.plus(step.floor(end, zone), -step.defaultPoints(), zone));
        if (from.isEmpty() && begin.isBefore(Timestamps.MIN)) {
            String fault = "must be at least " + step.defaultPoints() + " " + step.word() + "s after " + Timestamps.MIN
                    + " if from is left out";
            throw Parameters.invalid("to", fault);
        }
        if (begin.isAfter(end)) {
            throw Parameters.invalid(
                    "from", to.isPresent() ? "must not be later than to" : "must not be in the future");
        }
        TimeRange range = new TimeRange(step, zone, step.floor(begin, zone), step.floor(end, zone));
        if (range.from().isBefore(Timestamps.MIN)) {
            throw Parameters.invalid("from", "must be on a day that begins at " + Timestamps.MIN + " or later");
        }
        if (step.count(range.from(), range.to(), zone) > MAX_POINTS) {
            String fault = "must be at most " + MAX_POINTS + " " + step.word() + "s before "
                    + (to.isPresent() ? "to" : "now, if to is left out");
            throw Parameters.invalid("from", fault);
        }
        return range;
    }

    private static ZoneId zone(Parameters parameters, Granularity step) {
        Optional<String> name = parameters.text("tz");
        if (name.isPresent() && !ZONES.contains(name.get())) {
            throw Parameters.invalid("tz", "must be a time zone of the IANA database, such as Europe/Berlin");
        }
        if (name.isPresent() && step != Granularity.DAY) {
            throw Parameters.invalid("tz", "must be left out unless step is day, because hours are those of UTC");
        }
        return name.map(ZoneId::of).orElse(UTC);
    }

    /** Returns the number of hours. */
    int hours() {
        return (int) Duration.between(from, to).toHours();
    }

    /** Returns the start of each point. */
    List<Instant> starts() {
        List<Instant> starts = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); start = step.plus(start, 1, zone)) {
            starts.add(start);
        }
        return starts;
    }

    /** Returns the index of the point that contains an instant of the range. */
    static int pointOf(Instant instant, List<Instant> starts) {
        int found = Collections.binarySearch(starts, instant);
        return found >= 0 ? found : -found - 2;
    }
}
