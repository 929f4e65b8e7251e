package io.github.viewtally.api.storage;

import io.github.viewtally.api.tracing.Tracing;
import io.github.viewtally.api.tracing.Tracing.CallSpan;
import io.github.viewtally.api.tracing.Tracing.DynamoDbCall;
import io.github.viewtally.api.tracing.Tracing.RequestSpan;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;

/**
 * Makes spans of calls to one table: as an interceptor of an SDK client, and around a batch writer. The span of a call of
 * the SDK includes its retries; each attempt of the write queue is a separate call.
 */
final class DynamoDbSpans implements ExecutionInterceptor {

    private static final ExecutionAttribute<CallSpan> SPAN = new ExecutionAttribute<>("viewtally.span");

    private final Tracing tracing;
    private final String tableName;

    DynamoDbSpans(Tracing tracing, String tableName) {
        this.tracing = tracing;
        this.tableName = tableName;
    }

    /** Returns a writer that makes spans, and closes the given one. */
    BatchWriter around(BatchWriter writer) {
        return new BatchWriter() {
            @Override
            public Future<Set<ItemWrite.ItemKey>> write(List<ItemWrite> writes) {
                List<RequestSpan> requests = writes.stream()
                        .flatMap(write -> write.requests().stream())
                        .toList();
                CallSpan span = start("BatchWriteItem", writes.size(), requests);
                return writer.write(writes).onComplete(result -> span.end(errorType(result.cause())));
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private CallSpan start(String operation, int items, List<RequestSpan> requests) {
        return tracing.startCall(new DynamoDbCall(operation, tableName, items), requests);
    }

    /** Called on the thread that makes the call. */
    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        attributes.putAttribute(SPAN, start(operation, items(call.request()), tracing.current()));
    }

    private static int items(SdkRequest request) {
        return request instanceof BatchGetItemRequest batch
                ? batch.requestItems().values().stream()
                        .mapToInt(table -> table.keys().size())
                        .sum()
                : 1;
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        attributes.getAttribute(SPAN).end(Optional.empty());
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        attributes.getAttribute(SPAN).end(errorType(call.exception()));
    }

    private static Optional<String> errorType(Throwable failure) {
        if (failure == null) {
            return Optional.empty();
        }
        Throwable cause = DynamoDbErrors.unwrap(failure);
        return Optional.of(
                cause instanceof AwsServiceException error && error.awsErrorDetails() != null
                        ? error.awsErrorDetails().errorCode()
                        : cause.getClass().getName());
    }
}
