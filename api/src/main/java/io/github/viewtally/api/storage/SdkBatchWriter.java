package io.github.viewtally.api.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes through the SDK's client: slower than {@link EventLoopBatchWriter}, but it follows every setting of the SDK. */
final class SdkBatchWriter implements BatchWriter {

    private final Vertx vertx;
    private final DynamoDbAsyncClient client;
    private final String tableName;

    /**
     * Writes to a table.
     *
     * @param client a client without retries, which this writer closes
     */
    SdkBatchWriter(Vertx vertx, DynamoDbAsyncClient client, String tableName) {
        this.vertx = vertx;
        this.client = client;
        this.tableName = tableName;
    }

    @Override
    public Future<Set<ItemWrite.ItemKey>> write(List<ItemWrite> writes) {
        List<WriteRequest> requests =
                writes.stream().map(SdkBatchWriter::toRequest).toList();
        return Future.fromCompletionStage(
                        client.batchWriteItem(request -> request.requestItems(Map.of(tableName, requests))),
                        vertx.getOrCreateContext())
                .map(this::unprocessedKeys);
    }

    private static WriteRequest toRequest(ItemWrite write) {
        WriteRequest.Builder request = WriteRequest.builder();
        return switch (write.type()) {
            case PUT -> request.putRequest(put -> put.item(write.attributes())).build();
            case DELETE ->
                request.deleteRequest(delete -> delete.key(write.attributes())).build();
        };
    }

    private Set<ItemWrite.ItemKey> unprocessedKeys(BatchWriteItemResponse response) {
        return response.unprocessedItems().getOrDefault(tableName, List.of()).stream()
                .map(SdkBatchWriter::keyOf)
                .collect(Collectors.toSet());
    }

    private static ItemWrite.ItemKey keyOf(WriteRequest request) {
        return ItemWrite.ItemKey.of(
                request.putRequest() != null
                        ? request.putRequest().item()
                        : request.deleteRequest().key());
    }

    @Override
    public void close() {
        client.close();
    }
}
