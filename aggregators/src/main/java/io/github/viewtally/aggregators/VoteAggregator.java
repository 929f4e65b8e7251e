package io.github.viewtally.aggregators;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The Lambda handler that counts likes and dislikes. */
public final class VoteAggregator extends ExactlyOnceAggregator {

    /** Creates the handler on Lambda, for the table that the environment variable {@code TABLE_NAME} names. */
    public VoteAggregator() {
        super(EventCounter.VOTES);
    }

    /** Creates the handler for a given client, table and settings of counting. It records no metrics. */
    public VoteAggregator(DynamoDbClient dynamoDb, String tableName, CountingSettings counting) {
        super(EventCounter.VOTES, dynamoDb, tableName, counting, metrics -> {});
    }
}
