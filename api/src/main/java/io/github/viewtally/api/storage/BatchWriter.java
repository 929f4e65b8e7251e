package io.github.viewtally.api.storage;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** Writes batches of items to one table. Each batch is one request to DynamoDB that is not retried. */
public interface BatchWriter extends AutoCloseable {

    /** Maximum number of items in one BatchWriteItem request (Amazon DynamoDB API reference, "BatchWriteItem"). */
    int MAX_ITEMS = 25;

    /**
     * Writes items with different keys. Call it on an event loop, which also completes the future.
     *
     * @return the keys that DynamoDB left unprocessed; fails with an SdkException
     */
    Future<Set<ItemWrite.ItemKey>> write(List<ItemWrite> writes);

    @Override
    void close();
}
