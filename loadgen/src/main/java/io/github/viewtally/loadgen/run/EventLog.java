package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * Prints what became of each event, one line each, in the order of the calls; or only the first failures. While whoever
 * reads the lines does not keep up, further ones are left out.
 */
public final class EventLog implements RunListener {
    static final int MOST_WAITING = 10_000;
    static final int FIRST_FAILURES = 20;

    private final Context context;
    private final CheckedOutput output;
    private final boolean all;
    private int waiting;
    private long leftOut;
    private long failures;

    public EventLog(Context context, CheckedOutput output, boolean all) {
        this.context = requireNonNull(context);
        this.output = requireNonNull(output);
        this.all = all;
    }

    @Override
    public void settled(TrafficEvent event, Outcome outcome) {
        if (!outcome.isAcknowledged()) {
            failed(event, outcome);
        } else if (all) {
            print(output::out, event.text());
        }
    }

    /** Completes when all lines are printed. */
    public Future<Void> flush() {
        long missing = leftOut;
        return context.executeBlocking(() -> {
            if (missing > 0) {
                output.err("loadgen: " + missing + " lines were left out, for nobody read them in time\n");
            }
            return null;
        });
    }

    private void failed(TrafficEvent event, Outcome outcome) {
        failures++;
        if (all || failures <= FIRST_FAILURES) {
            print(output::err, "loadgen: " + event.text() + ": " + outcome.text());
        } else if (failures == FIRST_FAILURES + 1) {
            print(output::err, "loadgen: further failures are only counted");
        }
    }

    private void print(Consumer<String> writer, String line) {
        if (waiting == MOST_WAITING) {
            leftOut++;
            return;
        }
        waiting++;
        // Printing blocks as long as a pipe is full, which an event loop must not.
        context.<Void>executeBlocking(() -> {
                    writer.accept(line + "\n");
                    return null;
                })
                .onComplete(printed -> waiting--);
    }
}
