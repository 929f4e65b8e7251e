package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import io.github.viewtally.testsupport.faults.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table behind a fault proxy, for tests of the proxy: with numbered items and clients that do not retry. */
final class ProxiedTable implements AutoCloseable {

    static final Duration LONG_TIMEOUT = Duration.ofSeconds(10);
    static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);

    /** How long calls are delayed and connections refused: long enough to check the state in between. */
    static final Duration DELAY = Duration.ofSeconds(2);

    private final TestTable table = new TestTable();
    private FaultProxy proxy = FaultProxy.start(table.endpoint(), FaultPlan.none());

    /** Replaces the proxy. */
    FaultProxy start(FaultPlan plan) {
        proxy.close();
        proxy = FaultProxy.start(table.endpoint(), plan, DELAY, DELAY);
        return proxy;
    }

    /** Replaces the proxy by one that injects the fault into the first call. */
    FaultProxy startWith(Fault fault) {
        return start(FaultPlan.script(List.of(Optional.of(fault))));
    }

    /** A client that connects through the proxy and does not retry. */
    DynamoDbClient client(Duration timeout) {
        return table.newClientWithoutRetries(proxy.endpoint(), timeout);
    }

    /** Puts item 1 with a fault, in one call. Returns the exception of the client, or null. */
    Throwable putThrough(Fault fault, Duration timeout) {
        startWith(fault);
        try (DynamoDbClient client = client(timeout)) {
            Throwable thrown = catchThrowable(() -> put(client, 1));
            assertThat(proxy.injected()).containsEntry(fault, 1L);
            assertThat(proxy.calls()).isEqualTo(1);
            return thrown;
        }
    }

    /** Checks that the next call succeeds. */
    void assertWorks() {
        try (DynamoDbClient client = client(LONG_TIMEOUT)) {
            put(client, 2);
            assertThat(stored(2)).isTrue();
        }
    }

    static void put(DynamoDbClient client, int number) {
        client.putItem(request -> request.tableName(TestTable.NAME).item(item(number)));
    }

    void putDirectly(Map<String, AttributeValue> item) {
        table.put(item);
    }

    boolean stored(int number) {
        return !table.get(key(item(number))).isEmpty();
    }

    List<Map<String, AttributeValue>> all() {
        return table.allItems();
    }

    static List<Map<String, AttributeValue>> items(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(ProxiedTable::item).toList();
    }

    static Map<String, AttributeValue> item(int number) {
        return EventItems.toItem(new View("u" + number, "5", number, "2022-01-02T00:30:25.000000+00:00"));
    }

    static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK));
    }

    @Override
    public void close() {
        proxy.close();
        table.close();
    }
}
