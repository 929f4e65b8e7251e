package io.github.viewtally.cli.events;

/** A line is not a record. The message is the reason, for the user. */
public final class InvalidRecordException extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidRecordException(String reason) {
        super(reason);
    }
}
