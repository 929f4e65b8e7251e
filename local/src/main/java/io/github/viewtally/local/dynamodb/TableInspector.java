package io.github.viewtally.local.dynamodb;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.stack.TableSettings;
import io.github.viewtally.model.table.Keys;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * Reads the state of the table from the database. To describe a table, DynamoDB Local counts all its items, and serves no
 * other requests during that time. So the inspector stores a mark in the table: while a table of this name has the mark, it
 * is the same table. Thread-safe.
 */
public final class TableInspector {

    private final DynamoDbClient dynamoDb;
    private final CreateTableRequest wanted;
    private final String tableName;

    /** The creation time of the table that has the mark, with certainty. */
    private volatile Optional<Instant> marked = Optional.empty();

    public TableInspector(DynamoDbClient dynamoDb, TableSettings settings, String tableName) {
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.tableName = requireNonNull(tableName, "tableName");
        this.wanted = settings.definition();
    }

    /**
     * Reads the table and compares it with the template.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the database does not respond
     */
    public TableState inspect() {
        try {
            return stateOf(dynamoDb.describeTable(request -> request.tableName(tableName))
                    .table());
        } catch (ResourceNotFoundException e) {
            return new TableState.Missing();
        }
    }

    /**
     * Returns whether the table is still the one that was created at this time. The first call stores the mark.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the database does not respond
     */
    public boolean isStillTableOf(Instant createdAt) {
        if (marked.filter(createdAt::equals).isPresent() && hasMark(createdAt)) {
            return true;
        }
        if (!inspect().isTableOf(createdAt)) {
            return false;
        }
        Map<String, AttributeValue> mark = new HashMap<>(keyOfMark(createdAt));
        mark.put(Keys.TYPE, AttributeValue.fromS(Keys.LOCAL_TABLE));
        dynamoDb.putItem(request -> request.tableName(tableName).item(mark));
        // If another table took the place of this one before the mark was stored, that table has the wrong mark.
        boolean inRightTable = inspect().isTableOf(createdAt);
        if (inRightTable) {
            marked = Optional.of(createdAt);
        }
        return inRightTable;
    }

    /** Sends no GetItem: that only the API sends them makes it easy to count how often it reads a summary. */
    private boolean hasMark(Instant createdAt) {
        KeysAndAttributes mark = KeysAndAttributes.builder()
                .keys(List.of(keyOfMark(createdAt)))
                .consistentRead(true)
                .build();
        try {
            return !dynamoDb.batchGetItem(request -> request.requestItems(Map.of(tableName, mark)))
                    .responses()
                    .getOrDefault(tableName, List.of())
                    .isEmpty();
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    private static Map<String, AttributeValue> keyOfMark(Instant createdAt) {
        return Map.of(
                Keys.PK, AttributeValue.fromS(Keys.LOCAL_TABLE), Keys.SK, AttributeValue.fromS(createdAt.toString()));
    }

    private TableState stateOf(TableDescription table) {
        if (table.tableStatus() == TableStatus.DELETING) {
            return new TableState.Missing();
        }
        List<String> differences = StackTable.differences(table, wanted);
        return differences.isEmpty()
                ? new TableState.Usable(table.creationDateTime(), table.latestStreamArn())
                : new TableState.Unusable(table.creationDateTime(), String.join(", ", differences));
    }
}
