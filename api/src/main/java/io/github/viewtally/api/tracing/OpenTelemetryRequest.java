package io.github.viewtally.api.tracing;

import io.github.viewtally.api.tracing.Tracing.RequestSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * The server span of a request, as in "Semantic conventions for HTTP spans" of OpenTelemetry. Without {@code url.path} and
 * {@code url.query}, because they contain the ids of users; {@code http.route} does not. Use it on one event loop.
 */
final class OpenTelemetryRequest implements RequestSpan {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    /** A client may send any method name. */
    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

    private static final String OTHER_METHOD = "_OTHER";

    private final Context context;
    private final Span span;
    private final String name;
    private boolean ended;

    private OpenTelemetryRequest(Context context, Span span, String name) {
        this.context = context;
        this.span = span;
        this.name = name;
    }

    /** Starts the span as a child of the span of the client, if there is one. */
    static OpenTelemetryRequest start(Tracer tracer, Context caller, HttpServerRequest request) {
        String sent = request.method().name();
        boolean isKnown = KNOWN_METHODS.contains(sent);
        String name = isKnown ? sent : "HTTP";
        Span span = tracer.spanBuilder(name)
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, isKnown ? sent : OTHER_METHOD)
                .setAttribute(SCHEME, String.valueOf(request.scheme()))
                .startSpan();
        return new OpenTelemetryRequest(caller.with(span), span, name);
    }

    Context context() {
        return context;
    }

    Span span() {
        return span;
    }

    boolean isSampled() {
        return span.getSpanContext().isSampled();
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public void end(String route, int status) {
        ended = true;
        if (route.startsWith("/")) {
            span.updateName(name + " " + route);
            span.setAttribute(ROUTE, route);
        }
        span.setAttribute(STATUS, (long) status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR_TYPE, Integer.toString(status));
        }
        span.end();
    }
}
