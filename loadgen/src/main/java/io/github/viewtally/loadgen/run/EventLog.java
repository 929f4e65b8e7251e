package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * Prints one line per event in the order of the outcomes, or only the first failures. Lines are dropped while the reader
 * of the output is too slow.
 */
public final class EventLog implements RunListener {
    static final int MAX_QUEUED_LINES = 10_000;
    static final int MAX_PRINTED_FAILURES = 20;

    private final Context context;
    private final CheckedOutput output;
    private final boolean all;
    private int queuedLines;
    private long droppedLines;
    private long failures;

    public EventLog(Context context, CheckedOutput output, boolean all) {
        this.context = requireNonNull(context);
        this.output = requireNonNull(output);
        this.all = all;
    }

    @Override
    public void onOutcome(TrafficEvent event, EventOutcome outcome) {
        if (!outcome.isAcknowledged()) {
            printFailure(event, outcome);
        } else if (all) {
            print(output::out, event.text());
        }
    }

    /** Completes after all lines are printed. */
    public Future<Void> flush() {
        long dropped = droppedLines;
        return context.executeBlocking(() -> {
            if (dropped > 0) {
                output.err("loadgen: " + dropped + " lines were dropped because the output is too slow\n");
            }
            return null;
        });
    }

    private void printFailure(TrafficEvent event, EventOutcome outcome) {
        failures++;
        if (all || failures <= MAX_PRINTED_FAILURES) {
            print(output::err, "loadgen: " + event.text() + ": " + outcome.text());
        } else if (failures == MAX_PRINTED_FAILURES + 1) {
            print(output::err, "loadgen: further failures are only counted");
        }
    }

    private void print(Consumer<String> writer, String line) {
        if (queuedLines == MAX_QUEUED_LINES) {
            droppedLines++;
            return;
        }
        queuedLines++;
        // Printing blocks while a pipe is full. An event loop must not block.
        context.<Void>executeBlocking(() -> {
                    writer.accept(line + "\n");
                    return null;
                })
                .onComplete(printed -> queuedLines--);
    }
}
