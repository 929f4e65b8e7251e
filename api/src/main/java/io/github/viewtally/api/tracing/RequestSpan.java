package io.github.viewtally.api.tracing;

/** The span of a request that is handled. */
public interface RequestSpan {

    /** Returns the id of its trace: 32 hexadecimal digits. It may be the trace of the client. */
    String traceId();

    /**
     * Ends the span. Later calls to DynamoDB do not belong to it.
     *
     * @param route the path template, without the ids of the request
     */
    void end(String route, int status);
}
