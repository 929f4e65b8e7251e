package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * An in-memory DynamoDB client with the operations that the API uses. It responds on a thread of its own and wraps failures
 * in a CompletionException, as the SDK does. Tests delay or fail its responses with {@link #respondAfter}.
 */
public final class FakeDynamoDb implements DynamoDbAsyncClient {

    public static final String TABLE = "video-stats";

    private static final Function<DynamoDbRequest, CompletionStage<?>> IMMEDIATELY =
            request -> CompletableFuture.completedFuture(null);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<DynamoDbRequest> calls = new ArrayList<>();
    private FakeTable items = new FakeTable();
    private Function<DynamoDbRequest, CompletionStage<?>> respondAfter = IMMEDIATELY;
    private int maxKeysOfBatch = 100;
    private int maxWritesOfBatch = 25;

    /** Returns clients that read and write through this client. */
    public DynamoDbClients clients(Vertx vertx) {
        return new DynamoDbClients(this, new SdkBatchWriter(vertx, this, TABLE), () -> {});
    }

    /** Empties the table, forgets all calls and removes all delays and limits. Earlier calls still see the old table. */
    public synchronized void reset() {
        calls.clear();
        items = new FakeTable();
        respondAfter = IMMEDIATELY;
        maxKeysOfBatch = 100;
        maxWritesOfBatch = 25;
    }

    /** Responds to each call when the function's future for it succeeds, and fails as that future fails. */
    public synchronized void respondAfter(Function<DynamoDbRequest, CompletionStage<?>> respondAfter) {
        this.respondAfter = respondAfter;
    }

    public void failWith(Throwable failure) {
        respondAfter(request -> CompletableFuture.failedFuture(failure));
    }

    /** Ends every query after this many items, with a key to continue from. */
    public synchronized void evaluateAtMost(int max) {
        items.evaluateAtMost(max);
    }

    /** Leaves all keys of a batch after this number unprocessed. */
    public synchronized void processAtMost(int keys) {
        maxKeysOfBatch = keys;
    }

    /** Leaves all writes of a batch after this number unprocessed. */
    public synchronized void writeAtMost(int writes) {
        maxWritesOfBatch = writes;
    }

    public synchronized List<DynamoDbRequest> calls() {
        return List.copyOf(calls);
    }

    public synchronized List<Map<String, AttributeValue>> items() {
        return items.items();
    }

    public synchronized Map<String, AttributeValue> item(String partition, String sort) {
        return items.get(EventItems.key(partition, sort));
    }

    /** Stores an item directly, as another program would. */
    public synchronized void store(Map<String, AttributeValue> item) {
        items.put(item);
    }

    /** Deletes an item directly, as another program would. */
    public synchronized void remove(Map<String, AttributeValue> key) {
        items.delete(key);
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return respond(request, String.join(",", request.requestItems().keySet()), table -> {
            List<WriteRequest> writes = request.requestItems().get(TABLE);
            assertThat(writes).hasSizeBetween(1, 25);
            assertThat(writes.stream().map(FakeDynamoDb::keyOf)).doesNotHaveDuplicates();
            int processed = Math.min(writes.size(), maxWritesOfBatch);
            writes.subList(0, processed).forEach(write -> {
                if (write.putRequest() != null) {
                    table.put(write.putRequest().item());
                } else {
                    table.delete(write.deleteRequest().key());
                }
            });
            List<WriteRequest> rest = writes.subList(processed, writes.size());
            return BatchWriteItemResponse.builder()
                    .unprocessedItems(rest.isEmpty() ? Map.of() : Map.of(TABLE, rest))
                    .build();
        });
    }

    private static ItemWrite.ItemKey keyOf(WriteRequest write) {
        return ItemWrite.ItemKey.of(
                write.putRequest() != null
                        ? write.putRequest().item()
                        : write.deleteRequest().key());
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return respond(request, request.tableName(), table -> GetItemResponse.builder()
                .item(table.get(request.key()))
                .build());
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return respond(request, request.tableName(), table -> {
            check(
                    new FakeCondition(
                            request.conditionExpression(),
                            request.expressionAttributeNames(),
                            request.expressionAttributeValues()),
                    Optional.ofNullable(table.get(request.key())).orElse(Map.of()));
            table.delete(request.key());
            return DeleteItemResponse.builder().build();
        });
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return respond(request, request.tableName(), table -> {
            ItemWrite.ItemKey key = ItemWrite.ItemKey.of(request.item());
            check(
                    new FakeCondition(
                            request.conditionExpression(),
                            request.expressionAttributeNames(),
                            request.expressionAttributeValues()),
                    Optional.ofNullable(table.get(EventItems.key(key.partition(), key.sort())))
                            .orElse(Map.of()));
            table.put(request.item());
            return PutItemResponse.builder().build();
        });
    }

    private static void check(FakeCondition condition, Map<String, AttributeValue> old) {
        if (!condition.test(old)) {
            throw ConditionalCheckFailedException.builder()
                    .message("The conditional request failed")
                    .item(old)
                    .build();
        }
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return respond(request, String.join(",", request.requestItems().keySet()), table -> {
            List<Map<String, AttributeValue>> keys =
                    request.requestItems().get(TABLE).keys();
            assertThat(keys).hasSizeBetween(1, 100).doesNotHaveDuplicates();
            int processed = Math.min(keys.size(), maxKeysOfBatch);
            List<Map<String, AttributeValue>> rest = keys.subList(processed, keys.size());
            return BatchGetItemResponse.builder()
                    .responses(Map.of(
                            TABLE,
                            keys.subList(0, processed).stream()
                                    .map(table::get)
                                    .filter(Objects::nonNull)
                                    .toList()))
                    .unprocessedKeys(
                            rest.isEmpty()
                                    ? Map.of()
                                    : Map.of(
                                            TABLE,
                                            KeysAndAttributes.builder()
                                                    .keys(rest)
                                                    .build()))
                    .build();
        });
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        return respond(request, request.tableName(), table -> table.query(request));
    }

    private synchronized <T> CompletableFuture<T> respond(
            DynamoDbRequest request, String tableName, Function<FakeTable, T> work) {
        assertThat(tableName).isEqualTo(TABLE);
        calls.add(request);
        FakeTable asked = items;
        return respondAfter
                .apply(request)
                .toCompletableFuture()
                .handleAsync(
                        (go, failure) -> {
                            if (failure != null) {
                                throw new CompletionException(failure);
                            }
                            synchronized (this) {
                                return work.apply(asked);
                            }
                        },
                        thread);
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
