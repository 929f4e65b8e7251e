package io.github.viewtally.loadgen.http;

/** The API did not respond, or its response is unusable. The message is one line for the user. */
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ApiException(String message) {
        super(message);
    }

    public ApiException(String message, Throwable cause) {
        super(message, cause);
    }
}
