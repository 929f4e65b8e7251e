package io.github.viewtally.api.request;

import io.github.viewtally.api.server.RequestLifecycleHandler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** One request and its answer, from the end of the request's head to the end of the answer. Of one event loop. */
public final class RequestContext {

    /** The route of what has none: its path is unknown, or it could not be read. */
    public static final String NO_ROUTE = "none";

    /** The status of an exchange whose client went away before it was answered, as other servers log it. */
    public static final int CLIENT_GONE = 499;

    private static final String KEY = RequestContext.class.getName();

    private final HttpServerRequest request;
    private final String requestId;
    private final long began = System.nanoTime();
    private String route = NO_ROUTE;
    private boolean givenUp;
    private boolean clientGone;

    public RequestContext(HttpServerRequest request, String requestId) {
        this.request = request;
        this.requestId = requestId;
    }

    public static RequestContext begin(RoutingContext context, String requestId) {
        RequestContext exchange = new RequestContext(context.request(), requestId);
        context.put(KEY, exchange);
        return exchange;
    }

    /** That of a request which has come in by {@link RequestLifecycleHandler}. */
    public static RequestContext of(RoutingContext context) {
        return context.get(KEY);
    }

    /** Whether the request has been answered because its time was over: whatever comes of it now comes too late. */
    public static boolean isGivenUp(RoutingContext context) {
        RequestContext exchange = of(context);
        return exchange != null && exchange.givenUp;
    }

    /** It has been answered because its time was over. */
    public void giveUp() {
        givenUp = true;
    }

    /** The client went away; what it began may still be under way. */
    public void clientIsGone() {
        clientGone = true;
    }

    public boolean isClientGone() {
        return clientGone;
    }

    public boolean isAnswered() {
        return response().ended();
    }

    /** Says which route it is, by the template of its path. */
    public void setRoute(String template) {
        route = template;
    }

    public String route() {
        return route;
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

    /** Whether it only reads, so that giving it up undoes nothing that was promised. */
    public boolean reads() {
        HttpMethod method = request().method();
        return method == HttpMethod.GET || method == HttpMethod.HEAD;
    }

    /** What was answered; {@link #CLIENT_GONE} if nothing was. */
    public int status() {
        return clientGone ? CLIENT_GONE : response().getStatusCode();
    }

    /** The length of the answer without its head. */
    public long bytes() {
        return response().bytesWritten();
    }

    /** How long it has taken until now. */
    public long nanos() {
        return System.nanoTime() - began;
    }
}
