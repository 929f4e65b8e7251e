package io.github.viewtally.benchmarks.aggregation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Counts like the two functions of the demo: one transaction for each new event, with an unconditional ADD to the user's
 * summary and one to the video's summary.
 */
public final class DemoAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    public DemoAggregator(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        event.getRecords().forEach(record -> RecordCounts.ofNewEvent(record)
                .ifPresent(counts ->
                        dynamoDb.transactWriteItems(request -> request.transactItems(counts.adds(tableName)))));
        return new TimeWindowEventResponse(event.getState(), List.of());
    }
}
