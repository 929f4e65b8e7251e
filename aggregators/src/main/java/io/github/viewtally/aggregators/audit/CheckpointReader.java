package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.aggregators.commit.CheckpointItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Reads items and checkpoints as they are at one moment. */
final class CheckpointReader {

    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLIS = 20;

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final int maxItems;
    private final ReadBudget budget;

    /**
     * Creates a reader.
     *
     * @param maxItems the maximum number of items that one transaction reads; at least one for each aggregator
     */
    CheckpointReader(DynamoDbClient dynamoDb, String tableName, int maxItems, ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.maxItems = maxItems;
        this.budget = budget;
    }

    /** The number of other items that one transaction can read in addition to the checkpoints of these shards. */
    int itemsPerCut(int shards) {
        return maxItems - shards * EventCounter.values().length;
    }

    /** Reads the checkpoints of some shards, of both aggregators, in as many transactions as needed. */
    Map<CheckpointKey, Checkpoint> read(List<String> shardIds) {
        Map<CheckpointKey, Checkpoint> read = new HashMap<>();
        int shardsPerRead = maxItems / EventCounter.values().length;
        for (int from = 0; from < shardIds.size(); from += shardsPerRead) {
            List<String> some = shardIds.subList(from, Math.min(shardIds.size(), from + shardsPerRead));
            read.putAll(cut(Map.of(), some, Set.of()).checkpoints());
        }
        return read;
    }

    /** Reads items in as many transactions as needed; a missing item is not contained. */
    Map<String, Map<String, AttributeValue>> readItems(Map<String, Map<String, AttributeValue>> keys) {
        Map<String, Map<String, AttributeValue>> read = new HashMap<>();
        List<String> names = List.copyOf(keys.keySet());
        for (int from = 0; from < names.size(); from += maxItems) {
            Map<String, Map<String, AttributeValue>> some = new LinkedHashMap<>();
            names.subList(from, Math.min(names.size(), from + maxItems))
                    .forEach(name -> some.put(name, keys.get(name)));
            read.putAll(cut(some, List.of(), Set.of()).items());
        }
        return read;
    }

    /**
     * Reads items and the checkpoints of some shards in one transaction, which DynamoDB isolates from the transactions that
     * write them (Amazon DynamoDB guide, "Isolation levels").
     *
     * @param keys the keys of the items by name
     * @param drained the other shards, whose records are all committed
     */
    Cut cut(Map<String, Map<String, AttributeValue>> keys, List<String> shardIds, Set<String> drained) {
        List<TransactGetItem> gets = new ArrayList<>();
        List<String> names = new ArrayList<>(keys.keySet());
        names.forEach(name -> gets.add(get(keys.get(name))));
        Map<CheckpointKey, Map<String, AttributeValue>> checkpointKeys = new LinkedHashMap<>();
        for (String shardId : shardIds) {
            for (EventCounter counter : EventCounter.values()) {
                checkpointKeys.put(
                        new CheckpointKey(shardId, counter), CheckpointItems.key(counter.aggregatorName(), shardId));
            }
        }
        checkpointKeys.values().forEach(key -> gets.add(get(key)));
        List<ItemResponse> responses = read(gets, ATTEMPTS);
        Map<String, Map<String, AttributeValue>> items = new HashMap<>();
        Map<CheckpointKey, Checkpoint> checkpoints = new HashMap<>();
        List<CheckpointKey> order = List.copyOf(checkpointKeys.keySet());
        for (int i = 0; i < responses.size(); i++) {
            Map<String, AttributeValue> item = responses.get(i).item();
            if (item.isEmpty()) {
                continue;
            }
            if (i < names.size()) {
                items.put(names.get(i), item);
            } else {
                checkpoints.put(order.get(i - names.size()), CheckpointItems.read(item));
            }
        }
        return new Cut(items, checkpoints, drained);
    }

    /** Reads again while other transactions write these items. */
    private List<ItemResponse> read(List<TransactGetItem> gets, int attempts) {
        try {
            TransactGetItemsResponse response = dynamoDb.transactGetItems(TransactGetItemsRequest.builder()
                    .transactItems(gets)
                    .returnConsumedCapacity(budget.reported())
                    .build());
            budget.spend(response.consumedCapacity());
            return response.responses();
        } catch (TransactionCanceledException e) {
            if (attempts <= 1) {
                throw e;
            }
            budget.pause(PAUSE_MILLIS);
            return read(gets, attempts - 1);
        }
    }

    private TransactGetItem get(Map<String, AttributeValue> key) {
        return TransactGetItem.builder()
                .get(Get.builder().tableName(tableName).key(key).build())
                .build();
    }
}
