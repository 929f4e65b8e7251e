package io.github.viewtally.local.chaos;

/** The functions do not process the records of a history, however often they are delivered. */
final class NoProgressException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoProgressException() {
        super("the delivery makes no progress");
    }
}
