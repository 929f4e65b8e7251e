package io.github.viewtally.api.request;

import io.github.viewtally.api.tracing.Tracing.RequestSpan;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * A request and its response, from the end of the request head to the end of the response. Use it on one event loop.
 */
public final class RequestContext {

    /** The route of a request whose path is unknown or cannot be read. */
    public static final String NO_ROUTE = "none";

    /** The logged status of a request whose client disconnected before the response, as in other servers. */
    public static final int CLIENT_GONE = 499;

    private static final String KEY = RequestContext.class.getName();

    private final HttpServerRequest request;
    private final String requestId;
    private final long began = System.nanoTime();
    private long lastProgress = began;
    private String route = NO_ROUTE;
    private boolean timedOut;
    private boolean clientGone;
    private boolean streaming;
    private long nanosToStream;
    private Optional<RequestSpan> span = Optional.empty();

    public RequestContext(HttpServerRequest request, String requestId) {
        this.request = request;
        this.requestId = requestId;
    }

    public static RequestContext begin(RoutingContext context, String requestId) {
        RequestContext requestContext = new RequestContext(context.request(), requestId);
        context.put(KEY, requestContext);
        return requestContext;
    }

    /** Returns the context of a request that passed the request lifecycle handler. */
    public static RequestContext of(RoutingContext context) {
        return context.get(KEY);
    }

    /** Returns whether the request has timed out. Then the response is already sent, and a later result is dropped. */
    public static boolean isTimedOut(RoutingContext context) {
        RequestContext requestContext = of(context);
        return requestContext != null && requestContext.timedOut;
    }

    /** Returns whether nobody waits for the response any more: the request has timed out, or the client is gone. */
    public static boolean isAbandoned(RoutingContext context) {
        return isTimedOut(context) || of(context).clientGone;
    }

    /** Marks the request as timed out, after the response is sent. */
    public void timeOut() {
        timedOut = true;
    }

    /** Marks that the client disconnected. The work of the request may continue. */
    public void setClientGone() {
        clientGone = true;
    }

    public boolean isClientGone() {
        return clientGone;
    }

    /** Returns whether the response is complete. */
    public boolean hasResponded() {
        return response().ended();
    }

    /** Sets the route, as a path template. */
    public void setRoute(String template) {
        route = template;
    }

    public String route() {
        return route;
    }

    /** Sets the span of the request; empty if requests are not traced. */
    public void setSpan(Optional<RequestSpan> span) {
        this.span = span;
    }

    public Optional<RequestSpan> span() {
        return span;
    }

    /** Returns the id of the trace that the request belongs to; empty if requests are not traced. */
    public Optional<String> traceId() {
        return span.map(RequestSpan::traceId);
    }

    public String requestId() {
        return requestId;
    }

    public HttpServerRequest request() {
        return request;
    }

    public HttpServerResponse response() {
        return request.response();
    }

    /** Returns whether the request only reads. Only such requests may time out at any point. */
    public boolean isRead() {
        HttpMethod method = request().method();
        return method == HttpMethod.GET || method == HttpMethod.HEAD;
    }

    /** Marks that the response is a stream. It has no time limit, and it is complete when the client disconnects. */
    public void beginStream() {
        streaming = true;
        nanosToStream = nanos();
    }

    public boolean isStream() {
        return streaming;
    }

    /** Returns the status of the response; {@link #CLIENT_GONE} if the client disconnected first. */
    public int status() {
        return clientGone && !streaming ? CLIENT_GONE : response().getStatusCode();
    }

    /** Returns the length of the response without its head. */
    public long bytes() {
        return response().bytesWritten();
    }

    /** Marks that the client has received a part of a long response. The time limit of reads starts again. */
    public void progressed() {
        lastProgress = System.nanoTime();
    }

    /** Returns the duration since the last {@link #progressed}, or else since the request began. */
    public long nanosSinceProgress() {
        return System.nanoTime() - lastProgress;
    }

    /** Returns how long the client waited: until now, or until its stream began. */
    public long responseNanos() {
        return streaming ? nanosToStream : nanos();
    }

    /** Returns the duration until now. */
    public long nanos() {
        return System.nanoTime() - began;
    }
}
