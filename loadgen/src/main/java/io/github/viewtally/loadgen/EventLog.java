package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.PrintWriter;

/** Prints what became of each event, one line each, in the order of the calls. */
final class EventLog {
    private final Context context;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;

    EventLog(Context context, PrintWriter out, PrintWriter err, boolean quiet) {
        this.context = requireNonNull(context);
        this.out = requireNonNull(out);
        this.err = requireNonNull(err);
        this.quiet = quiet;
    }

    /** Completes when the line is printed; prints nothing if quiet. */
    Future<Void> acknowledged(TrafficEvent event) {
        return quiet ? Future.succeededFuture() : print(out, event.text());
    }

    /** Completes when the line is printed. */
    Future<Void> failed(TrafficEvent event, Throwable failure) {
        return print(err, "loadgen: " + event.text() + ": " + failure.getMessage());
    }

    private Future<Void> print(PrintWriter writer, String line) {
        // Printing blocks as long as a pipe is full, which an event loop must not.
        return context.executeBlocking(() -> {
            writer.println(line);
            return null;
        });
    }
}
