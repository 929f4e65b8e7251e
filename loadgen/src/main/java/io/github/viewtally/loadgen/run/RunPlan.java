package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a run is to go.
 *
 * @param schedule all of it, the warm-up included
 * @param warmUp how long at the beginning times are not measured
 * @param batch the events in one request; 1 for requests of their own
 * @param mostOpen the events that may be sent, or wait for a connection or another try, at the same time
 * @param connections the requests under way at the same time
 * @param patience how long after its time an event is tried
 */
public record RunPlan(Schedule schedule, Duration warmUp, int batch, int mostOpen, int connections, Duration patience) {

    /** As many as the API takes in one request. */
    static final int LARGEST_BATCH = 500;

    public RunPlan {
        requireNonNull(schedule);
        requireNonNull(warmUp);
        requireNonNull(patience);
        require(batch >= 1 && batch <= LARGEST_BATCH, "a batch must have 1 to 500 events");
        require(mostOpen >= batch, "at least as many events as a batch has must be open at a time");
        require(connections >= 1 && connections <= 10_000, "there must be 1 to 10000 connections");
    }

    /** The number of the first event that is measured. */
    long firstMeasured() {
        return warmUp.isZero() ? 0 : new Schedule(schedule.rate(), warmUp).count();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
