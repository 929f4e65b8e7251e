package io.github.viewtally.local.dynamodb;

import io.github.viewtally.local.stack.TableSettings;
import io.github.viewtally.local.startup.StartupException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Creates the table of the template in a database, or checks it. */
public final class StackTable {

    private StackTable() {}

    /**
     * Creates the table unless it exists, and waits until it is active.
     *
     * @return the ARN of its stream
     * @throws StartupException if a table of this name exists and differs from the template
     */
    public static String ensure(DynamoDbClient dynamoDb, TableSettings settings, String tableName) {
        CreateTableRequest definition =
                settings.definition().toBuilder().tableName(tableName).build();
        try {
            dynamoDb.createTable(definition);
        } catch (ResourceInUseException exists) {
            // The existing table is compared with the template below.
        }
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(tableName));
        TableDescription table =
                dynamoDb.describeTable(request -> request.tableName(tableName)).table();
        requireNoDifferences(table, definition);
        ensureTimeToLive(dynamoDb, settings, tableName);
        return table.latestStreamArn();
    }

    private static void requireNoDifferences(TableDescription table, CreateTableRequest definition) {
        List<String> differences = differences(table, definition);
        if (!differences.isEmpty()) {
            throw new StartupException("the table " + table.tableName() + " exists and differs from the template: "
                    + String.join(", ", differences));
        }
    }

    /** Describes each difference between a table and its definition; empty if events can be counted in it. */
    static List<String> differences(TableDescription table, CreateTableRequest definition) {
        List<String> differences = new ArrayList<>();
        if (!keys(table.keySchema()).equals(keys(definition.keySchema()))) {
            differences.add("it has other keys");
        }
        StreamSpecification stream = table.streamSpecification();
        if (stream == null || !Boolean.TRUE.equals(stream.streamEnabled())) {
            differences.add("it has no stream");
        } else if (!definition.streamSpecification().equals(stream)) {
            differences.add("its stream is of " + stream.streamViewTypeAsString() + ", not of "
                    + definition.streamSpecification().streamViewTypeAsString());
        }
        definition.globalSecondaryIndexes().forEach(index -> differences.addAll(differences(table, index)));
        return differences;
    }

    private static List<String> differences(TableDescription table, GlobalSecondaryIndex definition) {
        return table.globalSecondaryIndexes().stream()
                .filter(index -> index.indexName().equals(definition.indexName()))
                .findFirst()
                .map(index -> differences(index, definition))
                .orElseGet(() -> List.of("it has no index " + definition.indexName()));
    }

    private static List<String> differences(GlobalSecondaryIndexDescription index, GlobalSecondaryIndex definition) {
        if (!keys(index.keySchema()).equals(keys(definition.keySchema()))
                || !definition.projection().equals(index.projection())) {
            return List.of("its index " + definition.indexName() + " has other keys or another projection");
        }
        boolean active = index.indexStatus() == null || index.indexStatus() == IndexStatus.ACTIVE;
        return active
                ? List.of()
                : List.of("its index " + definition.indexName() + " is " + index.indexStatusAsString());
    }

    private static Set<String> keys(List<KeySchemaElement> schema) {
        return schema.stream().map(KeySchemaElement::toString).collect(Collectors.toSet());
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
