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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table with a proxy before it, for a test of the proxy: some numbered items, and a client that tries each call once. */
final class ProxiedTable implements AutoCloseable {

    static final Duration PATIENT = Duration.ofSeconds(10);
    static final Duration IMPATIENT = Duration.ofMillis(500);

    /** Of delayed calls and refused connections: long enough to look what has happened in the meantime. */
    static final Duration DELAY = Duration.ofSeconds(2);

    private final TestTable table = new TestTable();
    private FaultProxy proxy = FaultProxy.start(table.endpoint(), FaultPlan.none());

    /** Puts another proxy in place of the one before. */
    FaultProxy start(FaultPlan plan) {
        proxy.close();
        proxy = FaultProxy.start(table.endpoint(), plan, DELAY, DELAY);
        return proxy;
    }

    /** Puts a proxy in place whose first call meets with the fault. */
    FaultProxy startWith(Fault fault) {
        return start(FaultPlan.script(List.of(Optional.of(fault))));
    }

    DynamoDbClient client(Duration timeout) {
        return DynamoDbClient.builder()
                .endpointOverride(proxy.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(table.accessKey(), "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(timeout))
                .build();
    }

    /** Puts item 1 through a fault, in one call; returns what the client threw, or null. */
    Throwable putThrough(Fault fault, Duration timeout) {
        startWith(fault);
        try (DynamoDbClient client = client(timeout)) {
            Throwable seen = catchThrowable(() -> put(client, 1));
            assertThat(proxy.injected()).containsEntry(fault, 1L);
            assertThat(proxy.calls()).isEqualTo(1);
            return seen;
        }
    }

    void assertGoesOn() {
        try (DynamoDbClient client = client(PATIENT)) {
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
