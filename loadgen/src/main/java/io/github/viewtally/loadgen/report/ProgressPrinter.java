package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.output.CheckedOutput;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** Prints progress to standard error: on a terminal one line that is rewritten every second, otherwise a line every 10 s. */
public final class ProgressPrinter {
    private static final Duration TERMINAL_PERIOD = Duration.ofSeconds(1);
    private static final Duration FILE_PERIOD = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Context context;
    private final CheckedOutput output;
    private final boolean onTerminal;
    private final Supplier<String> line;
    private long timer = -1;
    private boolean printing;

    /** {@code line} supplies the text of the progress. It is called on the context. */
    public ProgressPrinter(Context context, CheckedOutput output, boolean onTerminal, Supplier<String> line) {
        this.context = requireNonNull(context);
        this.output = requireNonNull(output);
        this.onTerminal = onTerminal;
        this.line = requireNonNull(line);
    }

    /** Returns the time between two lines. */
    public static Duration period(boolean onTerminal) {
        return onTerminal ? TERMINAL_PERIOD : FILE_PERIOD;
    }

    public void start() {
        context.runOnContext(ignored ->
                timer = context.owner().setPeriodic(period(onTerminal).toMillis(), id -> print()));
    }

    /** Stops the output and clears the progress line. */
    public Future<Void> stop() {
        return context.executeBlocking(() -> {
            context.owner().cancelTimer(timer);
            if (onTerminal) {
                output.err(CLEAR_LINE);
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
                    output.err(onTerminal ? CLEAR_LINE + text : text + "\n");
                    return null;
                })
                .onComplete(printed -> printing = false);
    }
}
