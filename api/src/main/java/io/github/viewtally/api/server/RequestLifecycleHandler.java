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
 * The first and the last to see a request: names it, refuses it if too many are under way, gives it up when its time is
 * over, and tells of its end. What operators ask for is never refused.
 *
 * <p>A write is given up only while it is being received. After that its own bounds end it, so that nothing that was
 * reported as failed is still being tried.
 */
public final class RequestLifecycleHandler implements Handler<RoutingContext> {

    /** Whose client went away counts no longer than this: by then every call to the table has ended. */
    private static final Duration LONGEST_WORK = Duration.ofSeconds(15);

    private final LimitsConfig limits;
    private final Set<String> operatorPaths;
    private final SecurityHeaders securityHeaders;
    private final CrossOrigin crossOrigin;
    private final List<RequestListener> listeners;
    private final RequestIds requestIds = new RequestIds();

    private final Map<RequestContext, RoutingContext> underWay = new HashMap<>();
    private boolean closingConnections;

    /**
     * Not serving anything yet.
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

    /** How many are under way, those included whose client went away before they were answered. */
    public int underWay() {
        return underWay.size();
    }

    @Override
    public void handle(RoutingContext context) {
        RequestContext exchange = RequestContext.begin(context, name(context.request()));
        boolean refused = underWay.size() >= limits.requests() && !operatorPaths.contains(context.normalizedPath());
        if (!refused) {
            underWay.put(exchange, context);
        }
        context.addEndHandler(end -> ended(exchange));
        Optional<Problem> fault = Framing.faultOf(context.request());
        if (fault.isPresent()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.fail(fault.get().asException());
            context.request().connection().shutdown();
        } else if (refused) {
            context.fail(Problem.unavailable("Too many requests are under way.").asException());
        } else {
            context.next();
        }
    }

    /** A request that is no HTTP, or whose head is too long; it is told of like any other. */
    void handleUnreadable(HttpServerRequest request, Problem problem) {
        RequestContext exchange = new RequestContext(request, name(request));
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(problem.toJson().toBuffer());
        listeners.forEach(listener -> listener.ended(exchange));
    }

    /** Adds to the answer what every answer has. */
    private String name(HttpServerRequest request) {
        String requestId = requestIds.of(request);
        MultiMap headers = request.response().headers();
        securityHeaders.addTo(headers);
        crossOrigin.addTo(request);
        headers.set(RequestIds.HEADER, requestId);
        if (closingConnections) {
            sayThatConnectionCloses(request);
        }
        return requestId;
    }

    /** From now on every response, those in flight included, tells its client to send no further request on the connection. */
    void closeConnections() {
        closingConnections = true;
        underWay.keySet().forEach(exchange -> sayThatConnectionCloses(exchange.request()));
    }

    /** HTTP/2 has frames for this, and forbids the header. */
    private static void sayThatConnectionCloses(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private void ended(RequestContext exchange) {
        if (exchange.isAnswered()) {
            underWay.remove(exchange);
        } else {
            exchange.clientIsGone();
        }
        listeners.forEach(listener -> listener.ended(exchange));
    }

    /** To be called a few times a second. */
    void giveUpLateOnes() {
        for (Map.Entry<RequestContext, RoutingContext> entry : List.copyOf(underWay.entrySet())) {
            RequestContext exchange = entry.getKey();
            long nanos = exchange.nanos();
            if (exchange.isAnswered() || exchange.isClientGone() && nanos > LONGEST_WORK.toNanos()) {
                underWay.remove(exchange);
            } else if (nanos > limits.receive().toNanos() && !exchange.request().isEnded()) {
                giveUp(entry, Problem.of(408, "The body does not come in time."));
            } else if (nanos > limits.read().toNanos() && exchange.reads()) {
                giveUp(entry, Problem.unavailable("The answer takes too long."));
            }
        }
    }

    private static void giveUp(Map.Entry<RequestContext, RoutingContext> entry, Problem problem) {
        entry.getValue().fail(problem.asException());
        entry.getKey().giveUp();
    }
}
