package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

/** A request was not answered. */
public final class NoAnswerException extends ApiException {
    private static final long serialVersionUID = 1;

    /** Why not, and whether the API may have taken the request nevertheless. */
    public enum Kind {
        NO_CONNECTION("no connection", false),
        CONNECTION_LOST("connection lost", true),
        TIME_OUT("time-out", true);

        private final String text;
        private final boolean sent;

        Kind(String text, boolean sent) {
            this.text = text;
            this.sent = sent;
        }

        public String text() {
            return text;
        }

        /** Whether at least a part of the request may have gone out. */
        public boolean isSent() {
            return sent;
        }
    }

    private final Kind kind;

    NoAnswerException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind);
    }

    public Kind kind() {
        return kind;
    }
}
