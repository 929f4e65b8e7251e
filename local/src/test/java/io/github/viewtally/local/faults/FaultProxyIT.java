package io.github.viewtally.local.faults;

import static io.github.viewtally.local.faults.ProxiedTable.DELAY;
import static io.github.viewtally.local.faults.ProxiedTable.LONG_TIMEOUT;
import static io.github.viewtally.local.faults.ProxiedTable.SHORT_TIMEOUT;
import static io.github.viewtally.local.faults.ProxiedTable.item;
import static io.github.viewtally.local.faults.ProxiedTable.items;
import static io.github.viewtally.local.faults.ProxiedTable.key;
import static io.github.viewtally.local.faults.ProxiedTable.put;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import io.github.viewtally.testsupport.faults.FaultProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Broken connections and delayed calls: what the client sees, and what DynamoDB has stored. */
class FaultProxyIT {

    private final ProxiedTable table = new ProxiedTable();

    @AfterEach
    void close() {
        table.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE_CONNECTION", "RESET_BEFORE_FORWARDING"})
    void closesTheConnectionAndForwardsNothing(Fault fault) {
        assertThat(table.putThrough(fault, LONG_TIMEOUT)).isInstanceOf(SdkClientException.class);
        assertThat(table.stored(1)).isFalse();
        await().atMost(LONG_TIMEOUT).ignoreExceptions().untilAsserted(table::assertWorks);
    }

    @Test
    void forwardsTheCallAndDropsTheResponse() {
        assertThat(table.putThrough(Fault.DROP_RESPONSE, LONG_TIMEOUT)).isInstanceOf(SdkClientException.class);
        assertThat(table.stored(1)).isTrue();
        table.assertWorks();
    }

    @Test
    void forwardsTheCallAndRespondsAfterTheTimeout() {
        assertThat(table.putThrough(Fault.DELAY_RESPONSE, SHORT_TIMEOUT)).isInstanceOf(ApiCallTimeoutException.class);
        assertThat(table.stored(1)).isTrue();
        table.assertWorks();
    }

    @Test
    void respondsLateToAClientThatWaits() {
        long started = System.nanoTime();
        assertThat(table.putThrough(Fault.DELAY_RESPONSE, LONG_TIMEOUT)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(DELAY);
    }

    @Test
    void forwardsADelayedCallAfterTheTimeoutOfTheClient() {
        assertThat(table.putThrough(Fault.DELAY_REQUEST, SHORT_TIMEOUT)).isInstanceOf(ApiCallTimeoutException.class);
        assertThat(table.stored(1)).isFalse();
        await().atMost(LONG_TIMEOUT).until(() -> table.stored(1));
    }

    @Test
    void dropsDelayedCallsWhenItIsClosed() {
        table.putThrough(Fault.DELAY_REQUEST, SHORT_TIMEOUT);
        table.start(FaultPlan.none());
        await().during(DELAY).atMost(LONG_TIMEOUT).until(() -> !table.stored(1));
    }

    @Test
    void refusesNewConnectionsForAWhile() throws IOException {
        FaultProxy proxy = table.startWith(Fault.REFUSE_CONNECTION);
        connect(proxy);
        try (DynamoDbClient client = table.client(LONG_TIMEOUT)) {
            assertThat(catchThrowable(() -> put(client, 1))).isInstanceOf(SdkClientException.class);
        }
        assertThatThrownBy(() -> connect(proxy)).isInstanceOf(ConnectException.class);
        await().atMost(LONG_TIMEOUT).ignoreExceptions().untilAsserted(() -> connect(proxy));
    }

    private static void connect(FaultProxy proxy) throws IOException {
        new Socket("127.0.0.1", proxy.endpoint().getPort()).close();
    }

    @Test
    void injectsTheSameFaultsForTheSameSeed() {
        Map<Fault, Double> some = Map.of(Fault.DROP_RESPONSE, 0.3, Fault.THROTTLED, 0.3);
        assertThat(outcomes(FaultPlan.seeded(1, some)))
                .isEqualTo(outcomes(FaultPlan.seeded(1, some)))
                .isNotEqualTo(outcomes(FaultPlan.seeded(2, some)))
                .contains("ThrottlingException", "SdkClientException", "stored");
    }

    private List<String> outcomes(FaultPlan plan) {
        table.start(plan);
        try (DynamoDbClient client = table.client(LONG_TIMEOUT)) {
            return IntStream.range(0, 50)
                    .mapToObj(i -> Optional.ofNullable(catchThrowable(() -> put(client, i)))
                            .map(thrown -> thrown.getClass().getSimpleName())
                            .orElse("stored"))
                    .toList();
        }
    }

    @Test
    void forwardsTheCallsOfManyThreadsUnchanged() throws Exception {
        FaultProxy proxy = table.start(FaultPlan.none());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        try (DynamoDbClient client = table.client(LONG_TIMEOUT)) {
            for (int thread = 0; thread < 8; thread++) {
                IntStream numbers = IntStream.rangeClosed(thread * 125 + 1, thread * 125 + 125);
                done.add(threads.submit(() -> numbers.forEach(number -> putAndRead(client, number))));
            }
            for (Future<?> future : done) {
                future.get(60, TimeUnit.SECONDS);
            }
        }
        threads.shutdown();
        assertThat(proxy.calls()).isEqualTo(2_000);
        assertThat(proxy.injected().values()).containsOnly(0L);
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(items(1_000));
    }

    private static void putAndRead(DynamoDbClient client, int number) {
        put(client, number);
        assertThat(client.getItem(request -> request.tableName(TestTable.NAME).key(key(item(number))))
                        .item())
                .isEqualTo(item(number));
    }
}
