package io.github.viewtally.api.tracing;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * Makes spans of requests and of their calls to DynamoDB. A failure of the exporter has no effect on requests. Create it
 * before Vert.x, because a request is found by the Vert.x context that handles it.
 */
public interface Tracing extends AutoCloseable {

    /** Makes no spans. */
    Tracing OFF = new Tracing() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Optional<RequestSpan> startRequest(HttpServerRequest request) {
            return Optional.empty();
        }

        @Override
        public List<RequestSpan> current() {
            return List.of();
        }

        @Override
        public CallSpan startCall(DynamoDbCall call, List<RequestSpan> requests) {
            return CallSpan.NONE;
        }

        @Override
        public void close() {}
    };

    /**
     * A call to DynamoDB.
     *
     * @param operation its name in the API of DynamoDB
     * @param items number of items that it names
     */
    record DynamoDbCall(String operation, String table, int items) {}

    /** The span of a request that is handled. */
    interface RequestSpan {

        /** Returns the id of its trace: 32 hexadecimal digits. It may be the trace of the client. */
        String traceId();

        /**
         * Ends the span. Later calls to DynamoDB do not belong to it.
         *
         * @param route the path template, without the ids of the request
         */
        void end(String route, int status);
    }

    /** The span of one call to DynamoDB. Any thread may end it. */
    @FunctionalInterface
    interface CallSpan {

        /** Of a call that is not traced. */
        CallSpan NONE = errorType -> {};

        /**
         * Ends the span.
         *
         * @param errorType the error code of DynamoDB or the class of the failure; empty for a success
         */
        void end(Optional<String> errorType);
    }

    boolean isOn();

    /** Starts the span of a request, for the Vert.x context that handles it. Empty if tracing is off. */
    Optional<RequestSpan> startRequest(HttpServerRequest request);

    /** Returns the request that the current Vert.x context handles; empty if there is none, or if it has ended. */
    List<RequestSpan> current();

    /**
     * Starts the span of a call that is made for some requests.
     *
     * @return {@link CallSpan#NONE} if no request is sampled
     */
    CallSpan startCall(DynamoDbCall call, List<RequestSpan> requests);

    /** Exports what is pending, in bounded time. */
    @Override
    void close();
}
