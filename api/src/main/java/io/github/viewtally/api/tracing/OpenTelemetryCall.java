package io.github.viewtally.api.tracing;

import io.github.viewtally.api.tracing.Tracing.CallSpan;
import io.github.viewtally.api.tracing.Tracing.DynamoDbCall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Optional;

/**
 * The client span of a call to DynamoDB, as in "Semantic conventions for AWS DynamoDB client operations" and "Semantic
 * conventions for database client spans" of OpenTelemetry. It has no keys, values or expressions.
 */
final class OpenTelemetryCall implements CallSpan {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");
    private static final AttributeKey<List<String>> TABLES = AttributeKey.stringArrayKey("aws.dynamodb.table_names");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private static final String DYNAMODB = "aws.dynamodb";

    private final Span span;

    OpenTelemetryCall(Span span) {
        this.span = span;
    }

    /** Returns a span with the attributes of a call. By the conventions, only two or more items are a batch. */
    static SpanBuilder builder(Tracer tracer, DynamoDbCall call) {
        SpanBuilder builder = tracer.spanBuilder("DynamoDB." + call.operation())
                .setAttribute(SYSTEM, DYNAMODB)
                .setAttribute(OPERATION, call.operation())
                .setAttribute(COLLECTION, call.table())
                .setAttribute(TABLES, List.of(call.table()));
        return call.items() > 1 ? builder.setAttribute(BATCH_SIZE, (long) call.items()) : builder;
    }

    @Override
    public void end(Optional<String> errorType) {
        errorType.ifPresent(type -> span.setStatus(StatusCode.ERROR).setAttribute(ERROR_TYPE, type));
        span.end();
    }
}
