package io.github.viewtally.api.tracing;

import io.github.viewtally.api.tracing.Tracing.CallSpan;
import io.github.viewtally.api.tracing.Tracing.RequestSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes spans with the SDK of OpenTelemetry. It sends no trace context to DynamoDB, which would not use it.
 *
 * <p>A call for one request is a child of its span. A call for several requests, such as a batch of writes, is a child of
 * the first one that is sampled; it and each other sampled request have links to each other.
 */
final class OpenTelemetryTracing implements Tracing {

    private static final String SCOPE = "io.github.viewtally.api";

    /** The rest of the spans is lost. A stopping process has ten seconds, and uses most of them for its requests. */
    private static final int CLOSE_SECONDS = 2;

    private static final ContextLocal<OpenTelemetryRequest> REQUEST =
            ContextLocal.registerLocal(OpenTelemetryRequest.class);

    /** The interface still demands the deprecated method. */
    @SuppressWarnings("deprecation")
    private static final TextMapGetter<MultiMap> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public String get(MultiMap headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    /** Creates spans with an SDK that it closes. */
    OpenTelemetryTracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer(SCOPE);
        this.propagator = sdk.getPropagators().getTextMapPropagator();
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Optional<RequestSpan> startRequest(HttpServerRequest request) {
        io.opentelemetry.context.Context caller =
                propagator.extract(io.opentelemetry.context.Context.root(), request.headers(), HEADERS);
        OpenTelemetryRequest span = OpenTelemetryRequest.start(tracer, caller, request);
        Context context = Vertx.currentContext();
        if (context != null) {
            REQUEST.put(context, span);
        }
        return Optional.of(span);
    }

    @Override
    public List<RequestSpan> current() {
        Context context = Vertx.currentContext();
        OpenTelemetryRequest request = context == null ? null : REQUEST.get(context);
        return request == null || request.isEnded() ? List.of() : List.of(request);
    }

    @Override
    public CallSpan startCall(DynamoDbCall call, List<RequestSpan> requests) {
        List<OpenTelemetryRequest> sampled = new ArrayList<>();
        for (RequestSpan request : new LinkedHashSet<>(requests)) {
            if (request instanceof OpenTelemetryRequest known && known.isSampled()) {
                sampled.add(known);
            }
        }
        if (sampled.isEmpty()) {
            return CallSpan.NONE;
        }
        List<OpenTelemetryRequest> others = sampled.subList(1, sampled.size());
        SpanBuilder builder = OpenTelemetryCall.builder(tracer, call)
                .setParent(sampled.get(0).context())
                .setSpanKind(SpanKind.CLIENT);
        others.forEach(request -> builder.addLink(request.span().getSpanContext()));
        Span span = builder.startSpan();
        others.forEach(request -> request.span().addLink(span.getSpanContext()));
        return new OpenTelemetryCall(span);
    }

    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
