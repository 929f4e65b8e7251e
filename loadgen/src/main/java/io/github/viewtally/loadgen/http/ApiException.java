package io.github.viewtally.loadgen.http;

/** The API did not respond, or its response is unusable. The message is one line for the user. */
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean isTemporary;

    public ApiException(String message) {
        this(message, false);
    }

    /** {@code isTemporary} says whether the same request may succeed later. */
    public ApiException(String message, boolean isTemporary) {
        super(message);
        this.isTemporary = isTemporary;
    }

    public ApiException(String message, Throwable cause) {
        this(message, cause, false);
    }

    ApiException(String message, Throwable cause, boolean isTemporary) {
        super(message, cause);
        this.isTemporary = isTemporary;
    }

    /** Returns whether the same request may succeed later. */
    public boolean isTemporary() {
        return isTemporary;
    }
}
