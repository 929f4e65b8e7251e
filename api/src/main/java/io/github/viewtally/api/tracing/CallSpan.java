package io.github.viewtally.api.tracing;

import java.util.Optional;

/** The span of one call to DynamoDB. Any thread may end it. */
@FunctionalInterface
public interface CallSpan {

    /** Of a call that is not traced. */
    CallSpan NONE = errorType -> {};

    /**
     * Ends the span.
     *
     * @param errorType the error code of DynamoDB or the class of the failure; empty for a success
     */
    void end(Optional<String> errorType);
}
