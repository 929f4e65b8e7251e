package io.github.viewtally.cli.events;

import io.vertx.core.json.JsonObject;

/** Parses a line to an event, in the form in which {@code POST /events} accepts it. */
public interface EventParser {

    /**
     * Returns the fields of a line. Their values are not checked, because the API does that.
     *
     * @throws InvalidRecordException if the line is not a record of this format
     */
    JsonObject parse(String line) throws InvalidRecordException;

    /** A line is not a valid record. The message is the reason, for the user. */
    final class InvalidRecordException extends Exception {
        private static final long serialVersionUID = 1;

        public InvalidRecordException(String reason) {
            super(reason);
        }
    }
}
