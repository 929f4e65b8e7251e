package io.github.viewtally.api.storage;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads the events of a video from all partitions of GSI1 over which they are spread, as one list in the order of their sort
 * keys. Use it on the event loop of its context.
 */
public final class VideoEvents {

    /** The value of a query for the partition key. */
    public static final String PARTITION = ":partition";

    /** Counts the memory of a read. */
    @FunctionalInterface
    public interface MemoryCounter {

        /**
         * Runs a read.
         *
         * @param items the approximate maximum number of items in memory, without those of the page
         */
        <T> Future<T> run(int items, Supplier<Future<T>> read);
    }

    private final DynamoDbAsyncClient dynamoDb;
    private final TableReader reader;
    private final SpreadStore spreads;
    private final TableConfig table;
    private final Context context;
    private final MemoryCounter memory;

    /** Creates a reader that counts the memory of reading several partitions. */
    public VideoEvents(
            DynamoDbAsyncClient dynamoDb,
            TableReader reader,
            SpreadStore spreads,
            TableConfig table,
            Context context,
            MemoryCounter memory) {
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.reader = requireNonNull(reader, "reader");
        this.spreads = requireNonNull(spreads, "spreads");
        this.table = requireNonNull(table, "table");
        this.context = requireNonNull(context, "context");
        this.memory = requireNonNull(memory, "memory");
    }

    /**
     * Returns a page of a video's events.
     *
     * @param query its value {@link #PARTITION} is the first partition of the video
     * @param read converts an item; empty leaves the item out of the page
     * @param limit the maximum number of items in the page
     */
    public <T> Future<ItemPage<T>> page(
            String videoId, QueryRequest query, Function<Attributes, Optional<T>> read, int limit) {
        QueryRequest ofIndex = query.toBuilder().indexName(Keys.GSI1).build();
        Future<Integer> partitions = spreads.partitions(videoId);
        if (partitions.succeeded() && partitions.result() > 1) {
            return merged(videoId, partitions.result(), ofIndex, read, limit);
        }
        // Few videos are spread, so the first partition is read without waiting for the number.
        Future<ItemPage<T>> first = reader.page(ofIndex, read, limit);
        return partitions.compose(number -> number == 1 ? first : merged(videoId, number, ofIndex, read, limit));
    }

    private <T> Future<ItemPage<T>> merged(
            String videoId, int partitions, QueryRequest query, Function<Attributes, Optional<T>> read, int limit) {
        QueryRequest ofTable = query.toBuilder().tableName(table.name()).build();
        long deadline = System.nanoTime() + table.maxReadTime().toNanos();
        List<String> keys = SpreadItems.indexPartitions(videoId, partitions);
        return memory.run(keys.size() * MergedPage.firstItems(keys.size(), limit), () -> new MergedPage<>(
                        dynamoDb,
                        context,
                        ofTable,
                        keys,
                        item -> isOf(videoId, item) ? read.apply(item) : Optional.empty(),
                        limit)
                .read(deadline));
    }

    /** Another program may use ids with the separator of the keys, so that two videos share a partition. */
    private static boolean isOf(String videoId, Attributes item) {
        return item.text(Keys.VIDEO_ID).filter(videoId::equals).isPresent();
    }
}
