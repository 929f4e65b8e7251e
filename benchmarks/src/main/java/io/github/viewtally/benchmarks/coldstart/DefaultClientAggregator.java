package io.github.viewtally.benchmarks.coldstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.aggregators.change.CountingSettings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Counts views with the SDK's default client and without preparation for a snapshot. */
public final class DefaultClientAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    private final ViewAggregator aggregator =
            new ViewAggregator(DynamoDbClient.create(), System.getenv("TABLE_NAME"), CountingSettings.DEFAULT);

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        return aggregator.handleRequest(event, context);
    }
}
