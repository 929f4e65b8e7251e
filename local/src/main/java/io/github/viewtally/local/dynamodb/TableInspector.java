package io.github.viewtally.local.dynamodb;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.stack.TableSettings;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Reads the state of the table from the database. Thread-safe. */
public final class TableInspector {

    private final DynamoDbClient dynamoDb;
    private final CreateTableRequest wanted;
    private final String tableName;

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
     * Returns whether the table is still the one that was created at this time.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the database does not respond
     */
    public boolean isStillTableOf(Instant createdAt) {
        return inspect().isTableOf(createdAt);
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
