package io.github.viewtally.aggregators;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The Lambda handler that counts views and watch time. */
public final class ViewAggregator extends ExactlyOnceAggregator {

    /** Creates the handler on Lambda, for the table that the environment variable {@code TABLE_NAME} names. */
    public ViewAggregator() {
        super(EventCounter.VIEWS);
    }

    /** Creates the handler for a given client, table and settings of counting. It records no metrics. */
    public ViewAggregator(DynamoDbClient dynamoDb, String tableName, CountingSettings counting) {
        super(EventCounter.VIEWS, dynamoDb, tableName, counting, metrics -> {});
    }
}
