package io.github.viewtally.api.server;

import io.github.viewtally.api.limits.LimitsConfig;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.request.RequestListener;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Handles the start and the end of each request: gives it an id, refuses it if too many are in flight, times it out,
 * and reports its end. Requests of operators are never refused.
 *
 * <p>A write times out only while it is being received. After that its own limits end it, so that no failed write is
 * still being tried. A stream that has begun is no longer in flight and has its own limits.
 */
public final class RequestLifecycleHandler implements Handler<RoutingContext> {

    /**
     * A request whose client has disconnected counts no longer than this. By then every call to the table has ended.
     */
    private static final Duration MAX_WORK = Duration.ofSeconds(15);

    private final LimitsConfig limits;
    private final Set<String> operatorPaths;
    private final SecurityHeaders securityHeaders;
    private final CrossOrigin crossOrigin;
    private final List<RequestListener> listeners;
    private final RequestIds requestIds = new RequestIds();

    private final Map<RequestContext, RoutingContext> inFlight = new HashMap<>();
    private boolean closingConnections;

    /**
     * Creates the handler.
     *
     * @param operatorPaths normalized paths that are served however many requests are in flight
     */
    public RequestLifecycleHandler(
            LimitsConfig limits, BrowserConfig browsers, List<RequestListener> listeners, Set<String> operatorPaths) {
        this.limits = limits;
        this.operatorPaths = operatorPaths;
        this.securityHeaders = new SecurityHeaders(browsers.hstsSeconds());
        this.crossOrigin = new CrossOrigin(browsers);
        this.listeners = List.copyOf(listeners);
    }

    /** Returns the number of requests in flight, including those whose client disconnected before the response. */
    public int inFlight() {
        return inFlight.size();
    }

    @Override
    public void handle(RoutingContext context) {
        RequestContext requestContext = RequestContext.begin(context, prepare(context.request()));
        listeners.forEach(listener -> listener.began(requestContext));
        boolean refused = inFlight.size() >= limits.requests() && !operatorPaths.contains(context.normalizedPath());
        if (!refused) {
            inFlight.put(requestContext, context);
        }
        context.addEndHandler(end -> ended(requestContext));
        Optional<Problem> fault = Framing.faultOf(context.request());
        if (fault.isPresent()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.fail(fault.get().asException());
            context.request().connection().shutdown();
        } else if (refused) {
            context.fail(
                    Problem.unavailable("Too many requests are in progress.").asException());
        } else {
            context.next();
        }
    }

    /** Responds to a request that is not HTTP or has too long a head, and reports it like any other. */
    void handleUnreadable(HttpServerRequest request, Problem problem) {
        RequestContext requestContext = new RequestContext(request, prepare(request));
        listeners.forEach(listener -> listener.began(requestContext));
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(problem.toJson(requestContext.traceId()).toBuffer());
        listeners.forEach(listener -> listener.ended(requestContext));
    }

    /** Adds the headers that every response has. */
    private String prepare(HttpServerRequest request) {
        String requestId = requestIds.of(request);
        MultiMap headers = request.response().headers();
        securityHeaders.addTo(headers);
        crossOrigin.addTo(request);
        headers.set(RequestIds.HEADER, requestId);
        if (closingConnections) {
            announceClose(request);
        }
        return requestId;
    }

    /** Tells all clients, including those with requests in flight, to send no further request on their connections. */
    void closeConnections() {
        closingConnections = true;
        inFlight.keySet().forEach(requestContext -> announceClose(requestContext.request()));
    }

    /** HTTP/2 has frames for this and forbids the header. */
    private static void announceClose(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private void ended(RequestContext requestContext) {
        if (requestContext.hasResponded() || requestContext.isStream()) {
            inFlight.remove(requestContext);
        } else {
            requestContext.setClientGone();
        }
        listeners.forEach(listener -> listener.ended(requestContext));
    }

    /** Times out late requests, and forgets streams. Call it a few times a second. */
    void timeOutLateRequests() {
        for (Map.Entry<RequestContext, RoutingContext> entry : List.copyOf(inFlight.entrySet())) {
            RequestContext requestContext = entry.getKey();
            long nanos = requestContext.nanos();
            if (requestContext.hasResponded()
                    || requestContext.isStream()
                    || requestContext.isClientGone() && nanos > MAX_WORK.toNanos()) {
                inFlight.remove(requestContext);
            } else if (nanos > limits.receive().toNanos()
                    && !requestContext.request().isEnded()) {
                timeOut(entry, Problem.of(408, "The body does not arrive in time."));
            } else if (requestContext.nanosSinceProgress() > limits.read().toNanos() && requestContext.isRead()) {
                timeOut(entry, Problem.unavailable("The response takes too long."));
            }
        }
    }

    private static void timeOut(Map.Entry<RequestContext, RoutingContext> entry, Problem problem) {
        entry.getValue().fail(problem.asException());
        entry.getKey().timeOut();
    }
}
