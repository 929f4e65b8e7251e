package io.github.viewtally.local.dynamodb;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.stack.TableSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads the state of the table from the database. Thread-safe.
 *
 * <p>To describe a table, DynamoDB Local counts all its items, and everything else waits meanwhile. To list its streams
 * takes about a millisecond, whatever its size.
 */
public final class TableInspector {

    private final DynamoDbClient dynamoDb;
    private final DynamoDbStreamsClient streams;
    private final CreateTableRequest wanted;
    private final String tableName;

    private volatile Inspection last = new Inspection(Set.of(), new TableState.Missing());

    /** The state of the table, and its streams just before. */
    private record Inspection(Set<String> streamArns, TableState state) {}

    public TableInspector(
            DynamoDbClient dynamoDb, DynamoDbStreamsClient streams, TableSettings settings, String tableName) {
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.streams = requireNonNull(streams, "streams");
        this.tableName = requireNonNull(tableName, "tableName");
        this.wanted = settings.definition();
    }

    /**
     * Reads the table and compares it with the template.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the database does not respond
     */
    public TableState inspect() {
        Set<String> streamArns = streamArns();
        TableState state = describe();
        last = new Inspection(streamArns, state);
        return state;
    }

    /**
     * Returns whether the table is not another one than that which was created at this time. A table that is created again
     * has a new stream; if it has none, the next {@link #inspect} finds it out. A call may still find no table.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the database does not respond
     */
    public boolean isStillTableOf(Instant createdAt) {
        Inspection known = last;
        boolean isSame =
                known.state().isTableOf(createdAt) && known.streamArns().equals(streamArns());
        return isSame || inspect().isTableOf(createdAt);
    }

    /**
     * Lists the streams of all tables that have had this name, as long as the database keeps them.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the database does not respond
     */
    public List<Stream> streams() {
        List<Stream> found = new ArrayList<>();
        String next = null;
        do {
            String from = next;
            ListStreamsResponse page =
                    streams.listStreams(request -> request.tableName(tableName).exclusiveStartStreamArn(from));
            found.addAll(page.streams());
            next = page.lastEvaluatedStreamArn();
        } while (next != null);
        return found;
    }

    private Set<String> streamArns() {
        return streams().stream().map(Stream::streamArn).collect(Collectors.toSet());
    }

    private TableState describe() {
        try {
            return stateOf(dynamoDb.describeTable(request -> request.tableName(tableName))
                    .table());
        } catch (ResourceNotFoundException e) {
            return new TableState.Missing();
        }
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
