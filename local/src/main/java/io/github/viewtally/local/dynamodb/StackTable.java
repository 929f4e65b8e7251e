package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.StartFailure;
import io.github.viewtally.local.stack.TableSettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The table of the template in a database. */
public final class StackTable {

    private StackTable() {}

    /**
     * Makes the table unless it is there, and waits until it can be used.
     *
     * @return the ARN of its stream
     * @throws StartFailure if there is one that is not as the template says
     */
    public static String ensure(DynamoDbClient dynamoDb, TableSettings settings, String tableName) {
        CreateTableRequest wanted =
                settings.definition().toBuilder().tableName(tableName).build();
        try {
            dynamoDb.createTable(wanted);
        } catch (ResourceInUseException alreadyThere) {
            // It is compared below.
        }
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(tableName));
        TableDescription table =
                dynamoDb.describeTable(request -> request.tableName(tableName)).table();
        requireAsWanted(table, wanted);
        ensureTimeToLive(dynamoDb, settings, tableName);
        return table.latestStreamArn();
    }

    private static void requireAsWanted(TableDescription table, CreateTableRequest wanted) {
        boolean streamed = table.streamSpecification() != null
                && wanted.streamSpecification().equals(table.streamSpecification());
        if (!streamed
                || !keys(table.keySchema()).equals(keys(wanted.keySchema()))
                || !indexes(table).containsAll(indexes(wanted))) {
            throw new StartFailure("the table " + table.tableName()
                    + " is there already, with other keys, indexes or stream than the template says");
        }
    }

    private static Set<String> keys(List<KeySchemaElement> schema) {
        return schema.stream().map(KeySchemaElement::toString).collect(Collectors.toSet());
    }

    private static Set<String> indexes(TableDescription table) {
        return table.globalSecondaryIndexes().stream()
                .map(index -> index.indexName() + keys(index.keySchema()) + index.projection())
                .collect(Collectors.toSet());
    }

    private static Set<String> indexes(CreateTableRequest wanted) {
        return wanted.globalSecondaryIndexes().stream()
                .map(index -> index.indexName() + keys(index.keySchema()) + index.projection())
                .collect(Collectors.toSet());
    }

    private static void ensureTimeToLive(DynamoDbClient dynamoDb, TableSettings settings, String tableName) {
        TimeToLiveStatus status = dynamoDb.describeTimeToLive(request -> request.tableName(tableName))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (status != TimeToLiveStatus.ENABLED && status != TimeToLiveStatus.ENABLING) {
            dynamoDb.updateTimeToLive(
                    request -> request.tableName(tableName).timeToLiveSpecification(specification -> specification
                            .attributeName(settings.timeToLiveAttribute())
                            .enabled(true)));
        }
    }
}
