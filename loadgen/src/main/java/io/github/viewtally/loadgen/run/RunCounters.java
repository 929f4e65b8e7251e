package io.github.viewtally.loadgen.run;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts the outcomes of the events of a run or of its warm-up, and records the latencies of the acknowledged requests.
 * Written on one event loop; read on that event loop or after the run.
 */
public final class RunCounters {
    private static final long MAX_MICROS = Duration.ofHours(1).toNanos() / 1_000;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram micros = new Histogram(MAX_MICROS, SIGNIFICANT_DIGITS);
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

    void completed(EventOutcome outcome) {
        if (outcome.isAcknowledged()) {
            acknowledged++;
        } else {
            failedByKind.merge(outcome.kind(), 1L, Long::sum);
            inDoubt += outcome.isInDoubt() ? 1 : 0;
        }
    }

    /** Records the time from the scheduled time of a request to its acknowledgement. */
    void recordLatency(long nanos) {
        micros.recordValue(Math.min(MAX_MICROS, Math.max(0, nanos / 1_000)));
    }

    void setElapsed(Duration time) {
        elapsed = time;
    }

    public long sent() {
        return sent;
    }

    /** Returns the number of events that were dropped because too many others were in flight or queued. */
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

    /** Returns the number of failed events that may be stored nevertheless. */
    public long inDoubt() {
        return inDoubt;
    }

    public Duration elapsed() {
        return elapsed;
    }

    /** Returns the acknowledged events per second. */
    public double ratePerSecond() {
        return elapsed.isZero() ? 0 : acknowledged * 1e9 / elapsed.toNanos();
    }

    /** Returns the latencies of the acknowledged requests in microseconds, limited to one hour. */
    public Histogram micros() {
        return micros;
    }

    /** Returns whether every event was sent on time and acknowledged. */
    public boolean allAcknowledged() {
        return notSent == 0 && acknowledged == sent;
    }
}
