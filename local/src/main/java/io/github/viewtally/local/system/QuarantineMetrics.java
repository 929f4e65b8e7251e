package io.github.viewtally.local.system;

import io.github.viewtally.model.table.Keys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Counts the records that the aggregators write to the quarantine. */
final class QuarantineMetrics implements ExecutionInterceptor {

    private static final AttributeValue QUARANTINED = AttributeValue.fromS(Keys.TYPE_QUARANTINED);

    private final Counter quarantined;

    QuarantineMetrics(MeterRegistry registry) {
        quarantined = Counter.builder("aggregators.records.quarantined")
                .description("Malformed records, written to the quarantine")
                .register(registry);
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        if (call.request() instanceof TransactWriteItemsRequest transaction) {
            quarantined.increment(transaction.transactItems().stream()
                    .filter(QuarantineMetrics::isQuarantine)
                    .count());
        }
    }

    private static boolean isQuarantine(TransactWriteItem item) {
        return item.put() != null && QUARANTINED.equals(item.put().item().get(Keys.TYPE));
    }
}
