package io.github.viewtally.aggregators;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.aggregators.exactlyonce.EventCounter;
import io.github.viewtally.aggregators.exactlyonce.ExactlyOnceAggregator;
import io.github.viewtally.aggregators.metrics.InvocationMetrics;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Counts likes and dislikes, each exactly once, whatever is delivered again. */
public final class VoteAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    private final ExactlyOnceAggregator aggregator;

    /** As Lambda makes it: the table named by the environment variable TABLE_NAME. */
    public VoteAggregator() {
        this(
                LambdaEnvironment.dynamoDb(),
                LambdaEnvironment.tableName(),
                LambdaEnvironment.metrics(EventCounter.VOTES));
        LambdaLogs.install();
        Priming.beforeSnapshot(EventCounter.VOTES);
    }

    /** Over a given client and table; tells nobody what it does. */
    public VoteAggregator(DynamoDbClient dynamoDb, String tableName) {
        this(dynamoDb, tableName, tally -> {});
    }

    /** Over a given client and table; {@code recorder} is told what each invocation has done. */
    public VoteAggregator(DynamoDbClient dynamoDb, String tableName, Consumer<InvocationMetrics> recorder) {
        aggregator = new ExactlyOnceAggregator(EventCounter.VOTES, dynamoDb, tableName, recorder);
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        return aggregator.handle(event, context::getRemainingTimeInMillis);
    }
}
