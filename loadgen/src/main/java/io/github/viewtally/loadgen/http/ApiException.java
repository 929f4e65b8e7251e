package io.github.viewtally.loadgen.http;

/** The API gave no answer or one that does not help; the message tells the user so in one line. */
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ApiException(String message) {
        super(message);
    }

    public ApiException(String message, Throwable cause) {
        super(message, cause);
    }
}
