package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

/** A request has no response. */
public final class NoResponseException extends ApiException {
    private static final long serialVersionUID = 1;

    /** The reason, and whether the API may have received the request. */
    public enum ConnectionFailure {
        NO_CONNECTION("no connection", false),
        CONNECTION_LOST("connection lost", true),
        TIMEOUT("time-out", true);

        private final String text;
        private final boolean sent;

        ConnectionFailure(String text, boolean sent) {
            this.text = text;
            this.sent = sent;
        }

        public String text() {
            return text;
        }

        /** Returns whether the request may have been sent, at least in part. */
        public boolean isSent() {
            return sent;
        }
    }

    private final ConnectionFailure failure;

    NoResponseException(ConnectionFailure failure, String message, Throwable cause) {
        super(message, cause, true);
        this.failure = requireNonNull(failure);
    }

    public ConnectionFailure failure() {
        return failure;
    }
}
