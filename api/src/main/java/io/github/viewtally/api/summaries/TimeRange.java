package io.github.viewtally.api.summaries;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The time range of a series, in whole steps.
 *
 * @param from the start of the first point
 * @param to the end of the last point
 */
record TimeRange(Granularity step, Instant from, Instant to) {

    static final int MOST_POINTS = 1_000;

    /**
     * Reads the query. By default the range ends with the current step and has the default number of points.
     *
     * @throws io.github.viewtally.api.problem.ProblemException 400 naming the parameter
     */
    static TimeRange read(Parameters parameters, Instant now) {
        Granularity step =
                Granularity.of(parameters.oneOf("step", List.of(Granularity.HOUR.word(), Granularity.DAY.word())));
        Optional<Instant> from = parameters.queryTimestamp("from");
        Optional<Instant> to = parameters.queryTimestamp("to");
        Instant end = to.orElseGet(() -> step.floor(now).plus(step.length()));
        if (from.isEmpty() && end.isBefore(Timestamps.MIN.plus(step.usualSpan()))) {
            String fault = "must be at least " + step.usualPoints() + " " + step.word() + "s after " + Timestamps.MIN
                    + " if from is left out";
            throw Parameters.invalid("to", fault);
        }
        Instant begin = from.orElseGet(() -> end.minus(step.usualSpan()));
        if (begin.isAfter(end)) {
            throw Parameters.invalid(
                    "from", to.isPresent() ? "must not be later than to" : "must not be in the future");
        }
        TimeRange span = new TimeRange(step, step.floor(begin), step.floor(end));
        if (span.points() > MOST_POINTS) {
            String fault = "must be at most " + MOST_POINTS + " " + step.word() + "s before "
                    + (to.isPresent() ? "to" : "now, if to is left out");
            throw Parameters.invalid("from", fault);
        }
        return span;
    }

    /** Returns the number of points. */
    long points() {
        return (to.getEpochSecond() - from.getEpochSecond()) / step.length().toSeconds();
    }

    /** Returns the number of hours. */
    int hours() {
        return (int) Duration.between(from, to).toHours();
    }

    /** Returns the index of the point that contains an instant. */
    int pointOf(Instant instant) {
        return (int) ((instant.getEpochSecond() - from.getEpochSecond())
                / step.length().toSeconds());
    }

    Instant startOf(int point) {
        return from.plus(step.length().multipliedBy(point));
    }
}
