package io.github.viewtally.api.tracing;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** Tracing that keeps its spans in memory. */
final class Spans {

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    final Tracing tracing = new OpenTelemetryTracing(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());

    /** Waits for the span of this name and returns it. */
    SpanData one(String name) {
        List<SpanData> found = some(name, 1);
        return found.get(0);
    }

    /** Waits for exactly this number of spans of a name. */
    List<SpanData> some(String name, int count) {
        ApiUnderTest.until(() -> named(name).size() == count);
        return named(name);
    }

    List<SpanData> named(String name) {
        return all().stream().filter(span -> span.getName().equals(name)).toList();
    }

    List<SpanData> all() {
        return exporter.getFinishedSpanItems();
    }

    static String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }

    static Long number(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.longKey(attribute));
    }
}
