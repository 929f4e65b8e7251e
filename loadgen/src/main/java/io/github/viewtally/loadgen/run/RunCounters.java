package io.github.viewtally.loadgen.run;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What became of the events of a run, or of a part of it, and how long the acknowledged requests took from the time at
 * which they were meant to be sent. Written on one event loop, and read there or when the run has ended.
 */
public final class RunCounters {
    private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram micros = new Histogram(LONGEST_MICROS, SIGNIFICANT_DIGITS);
    private final SortedMap<String, Long> failedByKind = new TreeMap<>();
    private long sent;
    private long notSent;
    private long acknowledged;
    private long inDoubt;
    private Duration elapsed = Duration.ZERO;

    void sent(long events) {
        sent += events;
    }

    void notSent(long events) {
        notSent += events;
    }

    void settled(Outcome outcome) {
        if (outcome.isAcknowledged()) {
            acknowledged++;
        } else {
            failedByKind.merge(outcome.kind(), 1L, Long::sum);
            inDoubt += outcome.isInDoubt() ? 1 : 0;
        }
    }

    /** The time from the intended sending of a request to its acknowledgement. */
    void took(long nanos) {
        micros.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000)));
    }

    void lasted(Duration time) {
        elapsed = time;
    }

    public long sent() {
        return sent;
    }

    /** The events whose time had come when too many others were open. */
    public long notSent() {
        return notSent;
    }

    public long acknowledged() {
        return acknowledged;
    }

    public long failed() {
        return failedByKind.values().stream().mapToLong(Long::longValue).sum();
    }

    public SortedMap<String, Long> failedByKind() {
        return Collections.unmodifiableSortedMap(failedByKind);
    }

    /** Those of the failed that may be stored nevertheless. */
    public long inDoubt() {
        return inDoubt;
    }

    public Duration elapsed() {
        return elapsed;
    }

    /** The acknowledged events per second. */
    public double ratePerSecond() {
        return elapsed.isZero() ? 0 : acknowledged * 1e9 / elapsed.toNanos();
    }

    /** Microseconds of the acknowledged requests; a time of more than an hour counts as one. */
    public Histogram micros() {
        return micros;
    }

    /** Whether every event was sent at its time and acknowledged. */
    public boolean allAcknowledged() {
        return notSent == 0 && acknowledged == sent;
    }
}
