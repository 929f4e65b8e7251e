package io.github.viewtally.local.startup;

/** The system cannot start. The message is one line for the user. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
