package io.github.viewtally.aggregators;

import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.model.HalfLife;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The Lambda handler that counts likes and dislikes. */
public final class VoteAggregator extends ExactlyOnceAggregator {

    /** Creates the handler on Lambda, for the table that the environment variable {@code TABLE_NAME} names. */
    public VoteAggregator() {
        super(EventCounter.VOTES);
    }

    /** Creates the handler for a given client, table and settings. It records no metrics. */
    public VoteAggregator(DynamoDbClient dynamoDb, String tableName, HalfLife halfLife, boolean hoursOfUsers) {
        super(EventCounter.VOTES, dynamoDb, tableName, metrics -> {}, halfLife, hoursOfUsers);
    }

    /** Creates the handler for a given client and table, with the default settings. It records no metrics. */
    public VoteAggregator(DynamoDbClient dynamoDb, String tableName) {
        super(EventCounter.VOTES, dynamoDb, tableName);
    }
}
