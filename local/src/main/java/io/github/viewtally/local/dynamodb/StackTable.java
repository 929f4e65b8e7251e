package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.StartFailure;
import io.github.viewtally.local.stack.TableSettings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The table of the template in a database. */
public final class StackTable {

    private StackTable() {}

    /**
     * Makes the table unless it is there, and waits until it can be used.
     *
     * @return the ARN of its stream
     */
    public static String ensure(DynamoDbClient dynamoDb, TableSettings settings, String tableName) {
        try {
            dynamoDb.createTable(
                    settings.definition().toBuilder().tableName(tableName).build());
            dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(tableName));
            dynamoDb.updateTimeToLive(
                    request -> request.tableName(tableName).timeToLiveSpecification(specification -> specification
                            .attributeName(settings.timeToLiveAttribute())
                            .enabled(true)));
        } catch (ResourceInUseException alreadyThere) {
            dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(tableName));
        }
        TableDescription table =
                dynamoDb.describeTable(request -> request.tableName(tableName)).table();
        if (table.latestStreamArn() == null) {
            throw new StartFailure("the table " + tableName + " is there already, and has no stream");
        }
        return table.latestStreamArn();
    }
}
