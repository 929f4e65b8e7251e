package io.github.viewtally.local.throughput;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.testsupport.throughput.ThroughputCounters;
import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import io.github.viewtally.testsupport.throughput.ThroughputProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A table behind a throughput proxy whose time stands still: 10 write units and 30 read units per second and partition key.
 * The client does not retry.
 */
final class LimitedTable implements AutoCloseable {

    static final ThroughputLimits LIMITS = ThroughputLimits.aws().scaledBy(0.01).withTransactionHold(Duration.ZERO);
    static final String TABLE = TestTable.NAME;
    static final String INDEX = TABLE + "/index/" + Keys.GSI1;
    static final String RANK_INDEX = TABLE + "/index/" + Keys.GSI2;

    private final TestTable table = new TestTable();
    private final AtomicLong nanos = new AtomicLong();
    private final ThroughputProxy proxy;
    private final DynamoDbClient client;

    LimitedTable(ThroughputLimits limits) {
        proxy = ThroughputProxy.start(table.endpoint(), limits, nanos::get);
        client = table.newClientWithoutRetries(proxy.endpoint(), Duration.ofSeconds(20));
    }

    DynamoDbClient client() {
        return client;
    }

    ThroughputCounters counters() {
        return proxy.counters();
    }

    /** Lets time pass for the limits. */
    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Puts an item, not through the proxy. */
    void putDirectly(Map<String, AttributeValue> item) {
        table.put(item);
    }

    /** Reads an item, not through the proxy; empty if it does not exist. */
    Map<String, AttributeValue> get(Map<String, AttributeValue> item) {
        return table.get(key(item));
    }

    int size() {
        return table.allItems().size();
    }

    void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(TABLE).item(item));
    }

    void transact(List<TransactWriteItem> items) {
        client.transactWriteItems(request -> request.transactItems(items));
    }

    /** Writes a batch and returns the items that are unprocessed. */
    List<Map<String, AttributeValue>> batch(List<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.stream()
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        return client
                .batchWriteItem(request -> request.requestItems(Map.of(TABLE, writes)))
                .unprocessedItems()
                .getOrDefault(TABLE, List.of())
                .stream()
                .map(write -> write.putRequest().item())
                .toList();
    }

    static TransactWriteItem transactPut(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE).item(item))
                .build();
    }

    static Map<String, AttributeValue> view(String user, String video) {
        return EventItems.toItem(new View(user, video, 42, "2022-01-02T00:30:25.000000+00:00"));
    }

    /** Views of one video by users u1, u2 and so on. */
    static List<Map<String, AttributeValue>> views(int count, String video) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> view("u" + number, video))
                .toList();
    }

    /** An item that is in no index, of this size in KB. */
    static Map<String, AttributeValue> item(String partition, String sort, double kilobytes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(Keys.PK, AttributeValue.fromS(partition));
        item.put(Keys.SK, AttributeValue.fromS(sort));
        int rest = (int) (kilobytes * 1_024) - Keys.PK.length() - Keys.SK.length() - partition.length() - sort.length();
        item.put("x", AttributeValue.fromS("x".repeat(rest - 1)));
        return item;
    }

    static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK));
    }

    @Override
    public void close() {
        client.close();
        proxy.close();
        table.close();
    }
}
