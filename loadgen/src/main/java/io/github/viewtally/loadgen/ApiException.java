package io.github.viewtally.loadgen;

/** The API gave no answer or one that does not help; the message tells the user so in one line. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApiException(String message) {
        super(message);
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
    }
}
