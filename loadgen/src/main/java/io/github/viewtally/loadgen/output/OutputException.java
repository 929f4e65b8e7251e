package io.github.viewtally.loadgen.output;

/** The output of a command cannot be written. */
public final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputException() {
        super("the output is closed or cannot be written");
    }
}
