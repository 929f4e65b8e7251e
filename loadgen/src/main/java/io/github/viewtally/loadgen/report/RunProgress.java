package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.RunCounters;
import io.github.viewtally.loadgen.run.TrafficRun.RunResult;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Formats the progress of a run as one line. Not safe for several threads. */
public final class RunProgress implements Supplier<String> {
    private final Supplier<RunResult> currentResult;
    private final Duration period;
    private final long startNanos = System.nanoTime();
    private long lastAcknowledged;

    /** {@code period} is the time between two calls of {@link #get}. */
    public RunProgress(Supplier<RunResult> currentResult, Duration period) {
        this.currentResult = requireNonNull(currentResult);
        this.period = requireNonNull(period);
    }

    /** Returns a line such as {@code 12 s: 6000 sent, 5990 acknowledged, 0 failed, 0 not sent, 10 open; now 500/s, p99 12.3 ms}. */
    @Override
    public String get() {
        RunCounters warmUp = currentResult.get().warmUp();
        RunCounters measured = currentResult.get().measured();
        long sent = warmUp.sent() + measured.sent();
        long acknowledged = warmUp.acknowledged() + measured.acknowledged();
        long failed = warmUp.failed() + measured.failed();
        long notSent = warmUp.notSent() + measured.notSent();
        long perSecond = (acknowledged - lastAcknowledged) / period.toSeconds();
        lastAcknowledged = acknowledged;
        return String.format(
                Locale.ROOT,
                "%d s: %d sent, %d acknowledged, %d failed, %d not sent, %d open; now %d/s, p99 %s",
                Duration.ofNanos(System.nanoTime() - startNanos).toSeconds(),
                sent,
                acknowledged,
                failed,
                notSent,
                sent - acknowledged - failed,
                perSecond,
                LatencyFormat.text(measured.micros().getValueAtPercentile(99) / 1e3));
    }
}
