package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.output.CheckedOutput;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** Prints progress to standard error: on a terminal a line that is rewritten every second, elsewhere a line every 10 s. */
public final class Progress {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final String REWRITE = "\r\u001b[K";

    private final Context context;
    private final CheckedOutput output;
    private final boolean live;
    private final Supplier<String> line;
    private long timer = -1;
    private boolean printing;

    /** {@code line} is called on the context. */
    public Progress(Context context, CheckedOutput output, boolean live, Supplier<String> line) {
        this.context = requireNonNull(context);
        this.output = requireNonNull(output);
        this.live = live;
        this.line = requireNonNull(line);
    }

    /** The time between two lines. */
    public static Duration period(boolean live) {
        return live ? LIVE : CALM;
    }

    public void start() {
        context.runOnContext(
                ignored -> timer = context.owner().setPeriodic(period(live).toMillis(), id -> print()));
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

    private void print() {
        if (printing) {
            return;
        }
        printing = true;
        String text = line.get();
        context.<Void>executeBlocking(() -> {
                    output.err(live ? REWRITE + text : text + "\n");
                    return null;
                })
                .onComplete(printed -> printing = false);
    }
}
