package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.aggregators.VoteAggregator;
import io.github.viewtally.local.stack.MappingSettings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A way of counting, put to the test: the functions behind the two mappings. */
interface Aggregation {

    /** The function behind a mapping, new for each invocation as after a cold start. */
    RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler(
            MappingSettings mapping, DynamoDbClient client, String tableName);

    /** Most records it takes at once. */
    default int maxBatch() {
        return Integer.MAX_VALUE;
    }

    /** Whether it counts over time too. */
    default boolean keepsHours() {
        return true;
    }

    /** Ours. */
    Aggregation EXACTLY_ONCE =
            (mapping, client, tableName) -> mapping.functionName().equals("ViewAggregator")
                    ? new ViewAggregator(client, tableName)
                    : new VoteAggregator(client, tableName);
}
