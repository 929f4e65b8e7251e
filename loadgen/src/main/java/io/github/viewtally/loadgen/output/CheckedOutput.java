package io.github.viewtally.loadgen.output;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;

/**
 * Standard output and standard error of a command. Detects the first failed write, for example to a closed pipe or a full
 * disk, which a {@link PrintWriter} does not report. Safe for several threads.
 */
public final class CheckedOutput {
    private final PrintWriter out;
    private final PrintWriter err;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    public CheckedOutput(PrintWriter out, PrintWriter err) {
        this.out = requireNonNull(out);
        this.err = requireNonNull(err);
    }

    /** Writes and flushes; does nothing after a failed write. */
    public void out(String text) {
        write(out, text);
    }

    /** Writes and flushes; does nothing after a failed write. */
    public void err(String text) {
        write(err, text);
    }

    /** Runs the action after the first failed write, on the writing thread; immediately if a write has already failed. */
    public void onFailure(Runnable action) {
        failure.thenRun(action);
    }

    public boolean hasFailed() {
        return failure.isDone();
    }

    /** Throws {@link OutputException} if a write has failed. */
    public void requireWritable() {
        if (hasFailed()) {
            throw new OutputException();
        }
    }

    private void write(PrintWriter writer, String text) {
        if (hasFailed()) {
            return;
        }
        writer.print(text);
        if (writer.checkError()) {
            failure.complete(null);
        }
    }

    /** The output of a command cannot be written. */
    public static final class OutputException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutputException() {
            super("the output is closed or cannot be written");
        }
    }
}
