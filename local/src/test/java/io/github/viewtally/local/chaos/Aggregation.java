package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.local.stack.MappingSettings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A way of counting, put to the test: the functions behind the two mappings. */
interface Aggregation {

    /**
     * The function behind a mapping, new for each invocation as after a cold start.
     *
     * @param maxItems how many items it may change in one transaction
     */
    RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler(
            MappingSettings mapping, DynamoDbClient client, String tableName, int maxItems);

    /** Most records it takes at once. */
    default int maxBatch() {
        return Integer.MAX_VALUE;
    }

    /** Whether it counts over time too. */
    default boolean keepsHours() {
        return true;
    }

    /** Ours. */
    Aggregation EXACTLY_ONCE = (mapping, client, tableName, maxItems) -> {
        EventCounter counter =
                mapping.functionName().equals("ViewAggregator") ? EventCounter.VIEWS : EventCounter.VOTES;
        // Ranks are read in the same thread, so that each history is reproducible.
        ExactlyOnceAggregator aggregator =
                new ExactlyOnceAggregator(counter, client, tableName, metrics -> {}, maxItems, Runnable::run);
        return (event, context) -> aggregator.handle(event, context::getRemainingTimeInMillis);
    };
}
