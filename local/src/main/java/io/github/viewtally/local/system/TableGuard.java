package io.github.viewtally.local.system;

import io.github.viewtally.local.dynamodb.TableInspector;
import java.time.Instant;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Fails the transactions of an aggregator after its table has been deleted, even if a new table has the same name. Events
 * of the old table must not be counted in the new one.
 */
final class TableGuard implements ExecutionInterceptor {

    private final TableInspector inspector;
    private final Instant createdAt;

    TableGuard(TableInspector inspector, Instant createdAt) {
        this.inspector = inspector;
        this.createdAt = createdAt;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        if (call.request() instanceof TransactWriteItemsRequest && !inspector.isStillTableOf(createdAt)) {
            throw ResourceNotFoundException.builder()
                    .message("the table of these events has been deleted")
                    .build();
        }
    }
}
