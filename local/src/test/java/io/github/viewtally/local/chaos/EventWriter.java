package io.github.viewtally.local.chaos;

import io.github.viewtally.local.dynamodb.TestTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes the operations of a history to the table. */
final class EventWriter {

    private static final int MAX_BATCH = 25;

    private final DynamoDbClient client;
    private final Namespace namespace;

    /** The events in the table, by key. */
    private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> events = new HashMap<>();

    /** For each key, in order, whether a removal was by time to live. */
    private final Map<Map<String, AttributeValue>, List<Boolean>> removals = new HashMap<>();

    private final List<Map<String, AttributeValue>> expired = new ArrayList<>();
    private final Map<Map<String, AttributeValue>, WriteRequest> pending = new LinkedHashMap<>();

    EventWriter(DynamoDbClient client, Namespace namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Writes all operations, in order for each key. */
    void write(List<Op> ops) {
        for (Op op : ops) {
            Map<String, AttributeValue> key = namespace.key(op);
            if (pending.containsKey(key) || pending.size() == MAX_BATCH) {
                flush();
            }
            if (op.action().removes()) {
                remove(key, op.action().expires());
            } else {
                Map<String, AttributeValue> item = namespace.item(op);
                events.put(key, item);
                pending.put(
                        key,
                        WriteRequest.builder().putRequest(put -> put.item(item)).build());
            }
        }
        flush();
        client.putItem(request -> request.tableName(TestTable.NAME).item(namespace.end()));
    }

    private void remove(Map<String, AttributeValue> key, boolean expires) {
        Map<String, AttributeValue> removed = events.remove(key);
        if (removed == null) {
            return;
        }
        removals.computeIfAbsent(key, none -> new ArrayList<>()).add(expires);
        if (expires) {
            expired.add(removed);
        }
        pending.put(
                key,
                WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build());
    }

    private void flush() {
        Map<String, List<WriteRequest>> rest =
                pending.isEmpty() ? Map.of() : Map.of(TestTable.NAME, List.copyOf(pending.values()));
        while (!rest.isEmpty()) {
            Map<String, List<WriteRequest>> these = rest;
            rest = client.batchWriteItem(request -> request.requestItems(these)).unprocessedItems();
        }
        pending.clear();
    }

    /** The events that time to live has removed, in their last version. */
    List<Map<String, AttributeValue>> expired() {
        return expired;
    }

    /** Whether the next removal of this key in the stream was by time to live. */
    boolean nextRemovalExpires(Map<String, AttributeValue> key) {
        return removals.get(key).remove(0);
    }
}
