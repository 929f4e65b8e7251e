package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The settings of a run.
 *
 * @param schedule the schedule of the run, including the warm-up
 * @param warmUp the length of the warm-up, in which latencies are not measured
 * @param batch the number of events per request
 * @param maxOpen the maximum number of events in flight or queued
 * @param connections the maximum number of requests in flight
 * @param eventTimeout the time after the scheduled time until which an event is retried
 */
public record RunPlan(
        Schedule schedule, Duration warmUp, int batch, int maxOpen, int connections, Duration eventTimeout) {

    /** The maximum number of events that the API accepts in one request. */
    static final int MAX_BATCH = 500;

    public RunPlan {
        requireNonNull(schedule);
        requireNonNull(warmUp);
        requireNonNull(eventTimeout);
        require(batch >= 1 && batch <= MAX_BATCH, "a batch must have 1 to 500 events");
        require(maxOpen >= batch, "the limit of open events must be at least the size of a batch");
        require(connections >= 1 && connections <= 10_000, "there must be 1 to 10000 connections");
    }

    /** Returns the index of the first measured event. */
    long firstMeasured() {
        return warmUp.isZero() ? 0 : new Schedule(schedule.rate(), warmUp).count();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
