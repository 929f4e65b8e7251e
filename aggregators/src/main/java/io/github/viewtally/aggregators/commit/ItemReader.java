package io.github.viewtally.aggregators.commit;

import io.github.viewtally.model.table.Keys;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads the items that a transaction changes. Reads are consistent. */
public final class ItemReader {

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    /**
     * The result of a read.
     *
     * @param byKey the items found, by their key
     * @param unread the keys that were not read, because the table is throttled
     */
    public record StoredItems(
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey,
            List<Map<String, AttributeValue>> unread) {

        /** Whether all keys were read. If not, an item that is absent here may exist. */
        public boolean isComplete() {
            return unread.isEmpty();
        }
    }

    public ItemReader(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /** Reads whole items, as {@link #read(Collection, KeysAndAttributes)} does. */
    public StoredItems read(Collection<Map<String, AttributeValue>> keys) {
        return read(keys, KeysAndAttributes.builder().build());
    }

    /**
     * Reads some attributes of items with at most one call. Unprocessed keys are not read again.
     *
     * @param keys at most 100 keys
     * @param projection the attributes to read, including the key
     * @throws SdkException if the call fails
     */
    StoredItems read(Collection<Map<String, AttributeValue>> keys, KeysAndAttributes projection) {
        if (keys.isEmpty()) {
            return new StoredItems(Map.of(), List.of());
        }
        KeysAndAttributes request =
                projection.toBuilder().keys(keys).consistentRead(true).build();
        BatchGetItemResponse response = dynamoDb.batchGetItem(batch -> batch.requestItems(Map.of(tableName, request)));
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey = new HashMap<>();
        for (Map<String, AttributeValue> item : response.responses().getOrDefault(tableName, List.of())) {
            byKey.put(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)), item);
        }
        List<Map<String, AttributeValue>> unread = response.unprocessedKeys().values().stream()
                .flatMap(unprocessed -> unprocessed.keys().stream())
                .toList();
        return new StoredItems(byKey, unread);
    }
}
