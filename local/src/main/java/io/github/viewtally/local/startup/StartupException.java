package io.github.viewtally.local.startup;

/** The system cannot start. The message is one line for the user. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Creates an exception without a cause. */
    public StartupException(String message) {
        super(message);
    }

    /** Creates an exception with a cause. */
    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
