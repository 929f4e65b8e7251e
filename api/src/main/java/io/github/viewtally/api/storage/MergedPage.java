package io.github.viewtally.api.storage;

import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * One page of a query over several partitions of GSI1, merged in the order of their sort keys. It starts after the key of
 * an event in every partition, whichever partition the event is in. So it does not matter between two pages whether events
 * move to other partitions or the number of partitions grows. Use it on the event loop of its context.
 */
final class MergedPage<T> {

    private static final int QUERIES_AT_ONCE = 8;

    /** A page ends after this many rounds of queries, even if it is not full; its cursor continues after it. */
    private static final int MAX_ROUNDS = 10;

    /** The first query of a partition reads twice its share of the page, and this number of further items. */
    private static final int SPARE_ITEMS = 8;

    private final DynamoDbAsyncClient dynamoDb;
    private final Context context;
    private final QueryRequest query;
    private final Function<Attributes, Optional<T>> read;
    private final int limit;
    private final ItemPage.Builder<T> page;
    private final List<Partition<T>> partitions;
    private final PriorityQueue<Partition<T>> heads;
    private Map<String, AttributeValue> lastKey = Map.of();
    private int added;

    /**
     * Prepares a page.
     *
     * @param query a query of GSI1 for any partition
     * @param partitionKeys at least one, the first one for events that are not spread
     * @param read converts an item; empty leaves the item out of the page
     * @param limit the maximum number of items in the page
     */
    MergedPage(
            DynamoDbAsyncClient dynamoDb,
            Context context,
            QueryRequest query,
            List<String> partitionKeys,
            Function<Attributes, Optional<T>> read,
            int limit) {
        this.dynamoDb = dynamoDb;
        this.context = context;
        this.query = query;
        this.read = read;
        this.limit = limit;
        this.page = new ItemPage.Builder<>(limit);
        this.partitions = partitionKeys.stream()
                .map(key -> new Partition<T>(AttributeValue.fromS(key), query.exclusiveStartKey()))
                .toList();
        Comparator<Partition<T>> order = Comparator.comparing(partition -> partition.entries.peek(), Entry.ORDER);
        this.heads = new PriorityQueue<>(Boolean.FALSE.equals(query.scanIndexForward()) ? order.reversed() : order);
    }

    /** An item of the index. Its element is empty if it does not belong to the list. */
    private record Entry<T>(byte[] sortKey, Map<String, AttributeValue> key, Optional<T> element) {

        /** The order of the index: by the UTF-8 bytes of the sort key. */
        private static final Comparator<Entry<?>> ORDER = Comparator.<Entry<?>, byte[]>comparing(
                        Entry::sortKey, Arrays::compareUnsigned)
                .thenComparing(entry -> entry.key().get(Keys.PK).s())
                .thenComparing(entry -> entry.key().get(Keys.SK).s());

        private static <T> Entry<T> of(Map<String, AttributeValue> item, Optional<T> element) {
            Map<String, AttributeValue> key = new HashMap<>();
            List.of(Keys.GSI1SK, Keys.PK, Keys.SK).forEach(name -> key.put(name, item.get(name)));
            return new Entry<>(key.get(Keys.GSI1SK).s().getBytes(StandardCharsets.UTF_8), key, element);
        }
    }

    /** A partition and those of its entries that are not merged yet. */
    private static final class Partition<T> {

        private final AttributeValue key;
        private final Deque<Entry<T>> entries = new ArrayDeque<>();
        private Map<String, AttributeValue> startKey;
        private boolean isBegun;
        private boolean isEnded;

        private Partition(AttributeValue key, Map<String, AttributeValue> startKey) {
            this.key = key;
            this.startKey = startKey;
        }

        /** Returns whether more of it must be read before another entry can be merged. */
        private boolean isDry() {
            return entries.isEmpty() && !isEnded;
        }
    }

    private record Found<T>(List<Entry<T>> entries, Map<String, AttributeValue> lastKey) {}

    /** Returns how many items are read at first from each of the partitions. */
    static int firstItems(int partitions, int limit) {
        return 2 * limit / partitions + SPARE_ITEMS;
    }

    /**
     * Reads the page.
     *
     * @param deadlineNanos by System.nanoTime; after it, no further round begins
     */
    Future<ItemPage<T>> read(long deadlineNanos) {
        return read(MAX_ROUNDS, deadlineNanos);
    }

    private Future<ItemPage<T>> read(int roundsLeft, long deadlineNanos) {
        List<Partition<T>> dry = partitions.stream().filter(Partition::isDry).toList();
        return fetch(dry).compose(fetched -> {
            dry.stream().filter(partition -> !partition.entries.isEmpty()).forEach(heads::add);
            if (merge()) {
                return Future.succeededFuture(page.cut());
            }
            if (partitions.stream().noneMatch(Partition::isDry)) {
                return Future.succeededFuture(page.last());
            }
            if (roundsLeft > 1 && System.nanoTime() - deadlineNanos < 0) {
                return read(roundsLeft - 1, deadlineNanos);
            }
            return lastKey.isEmpty()
                    ? Future.failedFuture(TableReader.tooBusy())
                    : Future.succeededFuture(page.cutAt(lastKey));
        });
    }

    /** Merges entries until a partition is dry. Returns whether the page is full and the list continues. */
    private boolean merge() {
        // Only the partition whose entry is taken can become dry.
        boolean isDry = partitions.stream().anyMatch(Partition::isDry);
        while (!isDry && !heads.isEmpty()) {
            Partition<T> next = heads.remove();
            Entry<T> entry = next.entries.remove();
            if (!next.entries.isEmpty()) {
                heads.add(next);
            }
            // While an event moves, it may be in two partitions.
            boolean isNew = !entry.key().equals(lastKey);
            if (isNew && entry.element().isPresent()) {
                if (!page.add(entry.element().get(), entry.key())) {
                    return true;
                }
                added++;
            }
            lastKey = entry.key();
            isDry = next.isDry();
        }
        return false;
    }

    /** Queries partitions in their order, a few at once. */
    private Future<Void> fetch(List<Partition<T>> some) {
        if (some.isEmpty()) {
            return Future.succeededFuture();
        }
        int end = Math.min(some.size(), QUERIES_AT_ONCE);
        return Future.all(some.subList(0, end).stream().map(this::fetch).toList())
                .compose(fetched -> fetch(some.subList(end, some.size())));
    }

    private Future<Void> fetch(Partition<T> partition) {
        Map<String, AttributeValue> values = new HashMap<>(query.expressionAttributeValues());
        values.put(VideoEvents.PARTITION, partition.key);
        QueryRequest.Builder request = query.toBuilder()
                .expressionAttributeValues(values)
                .limit(partition.isBegun ? limit - added + 1 : firstItems(partitions.size(), limit));
        if (!partition.startKey.isEmpty()) {
            Map<String, AttributeValue> start = new HashMap<>(partition.startKey);
            start.put(Keys.GSI1PK, partition.key);
            request.exclusiveStartKey(start);
        }
        // Items are converted on the SDK's thread: thousands of them would block the event loop.
        return CallFutures.of(
                        dynamoDb.query(request.build())
                                .thenApply(response -> new Found<>(
                                        response.items().stream()
                                                .map(item -> Entry.of(item, read.apply(Attributes.of(item))))
                                                .toList(),
                                        response.lastEvaluatedKey())),
                        context)
                .<Void>map(found -> {
                    partition.isBegun = true;
                    partition.entries.addAll(found.entries());
                    partition.startKey = found.lastKey();
                    partition.isEnded = found.lastKey().isEmpty();
                    return null;
                });
    }
}
