package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.run.RunResult;
import io.github.viewtally.loadgen.run.Tally;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells how a run goes: on a terminal in one line that is written anew each second, elsewhere in a line every 10 s. */
public final class Progress {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final String REWRITE = "\r\u001b[K";

    private final Context context;
    private final CheckedOutput output;
    private final boolean live;
    private final Supplier<RunResult> soFar;
    private final long startNanos = System.nanoTime();
    private long timer = -1;
    private long lastAcknowledged;
    private boolean printing;

    /** {@code soFar} is called on the context. */
    public Progress(Context context, CheckedOutput output, boolean live, Supplier<RunResult> soFar) {
        this.context = requireNonNull(context);
        this.output = requireNonNull(output);
        this.live = live;
        this.soFar = requireNonNull(soFar);
    }

    public void start() {
        context.runOnContext(ignored -> timer = context.owner().setPeriodic(period().toMillis(), id -> print()));
    }

    /** Leaves the cursor at the beginning of an empty line. */
    public Future<Void> stop() {
        return context.executeBlocking(() -> {
            context.owner().cancelTimer(timer);
            if (live) {
                output.err(REWRITE);
            }
            return null;
        });
    }

    private Duration period() {
        return live ? LIVE : CALM;
    }

    private void print() {
        if (printing) {
            return;
        }
        printing = true;
        String line = line(soFar.get());
        context.<Void>executeBlocking(() -> {
                    output.err(live ? REWRITE + line : line + "\n");
                    return null;
                })
                .onComplete(printed -> printing = false);
    }

    /** Such as {@code 12 s: 6000 sent, 5990 acknowledged, 0 failed, 10 open; now 500/s, p99 12.3 ms}. */
    private String line(RunResult result) {
        Tally warmUp = result.warmUp();
        Tally measured = result.measured();
        long sent = warmUp.sent() + measured.sent();
        long acknowledged = warmUp.acknowledged() + measured.acknowledged();
        long failed = warmUp.failed() + measured.failed();
        long notSent = warmUp.notSent() + measured.notSent();
        long perSecond = (acknowledged - lastAcknowledged) / period().toSeconds();
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
                Latency.text(measured.micros().getValueAtPercentile(99) / 1e3));
    }
}
