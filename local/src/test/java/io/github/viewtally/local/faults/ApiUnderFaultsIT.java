package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole system with faults between it and DynamoDB. */
@Tag("exclusive")
class ApiUnderFaultsIT {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("viewtally.faults.seconds", 10));
    private static final long MAX_HEAP_GROWTH = 32 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final Duration SHORT_DELAY = Duration.ofMillis(300);

    private static final Map<Fault, Double> DROPPED_AND_THROTTLED = Map.of(
            Fault.DROP_RESPONSE, 0.10,
            Fault.THROUGHPUT_EXCEEDED, 0.05,
            Fault.THROTTLED, 0.05);

    private static final Map<Fault, Double> ALL_KINDS = Map.of(
            Fault.DROP_RESPONSE, 0.10,
            Fault.RESET_BEFORE_FORWARDING, 0.03,
            Fault.THROUGHPUT_EXCEEDED, 0.05,
            Fault.THROTTLED, 0.05,
            Fault.UNPROCESSED_ITEMS, 0.05,
            Fault.TRANSACTION_CONFLICT, 0.12,
            Fault.TRANSACTION_THROTTLED, 0.12,
            Fault.TRANSACTION_MIXED, 0.12,
            Fault.TRANSACTION_IN_PROGRESS, 0.12);

    @Test
    void countsExactlyWithDroppedResponsesAndThrottling() throws Exception {
        countsExactly(
                "Dropped responses and throttling", DROPPED_AND_THROTTLED, FaultPlan.seeded(1, DROPPED_AND_THROTTLED));
    }

    @Test
    void countsExactlyThroughAnOutage() throws Exception {
        RetryingClient client = countsExactly(
                "All kinds of faults and an outage", ALL_KINDS, withOutage(FaultPlan.seeded(1, ALL_KINDS)));
        assertThat(client.refused()).isPositive();
    }

    private static RetryingClient countsExactly(String title, Map<Fault, Double> faults, FaultPlan plan)
            throws Exception {
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), SHORT_DELAY)) {
            RetryingClient client = new RetryingClient(system.url());
            system.meetWith(plan);
            long started = System.nanoTime();
            PostedEvents posted;
            try (ConcurrentUsers users = new ConcurrentUsers(client)) {
                users.start(100, 500, TIME);
                posted = users.await(TIME.multipliedBy(5).plusSeconds(60));
            }
            Duration time = since(started);
            // Faults are injected until all events are counted.
            TableContents table = awaitAllCounted(system);
            FaultsReport.print(title, client, posted, table, system.proxy(), time);
            posted.assertStoredIn(table);
            assertThat(client.acknowledged()).isGreaterThan(client.sent() * 9 / 10);
            assertThat(system.proxy().injected())
                    .allSatisfy((fault, count) -> assertThat(count > 0).isEqualTo(faults.containsKey(fault)));
            return client;
        }
    }

    /** Adds an outage that is longer than the API retries, so that it must respond with 503. */
    private static FaultPlan withOutage(FaultPlan plan) {
        AtomicLong began = new AtomicLong();
        return call -> {
            if (call.number() > 500) {
                began.compareAndSet(0, System.nanoTime());
            }
            return began.get() != 0 && System.nanoTime() - began.get() < OUTAGE.toNanos()
                    ? Optional.of(Fault.RESET_BEFORE_FORWARDING)
                    : plan.faultFor(call);
        };
    }

    /** The responses come after the timeout, or do not come at all. */
    @ParameterizedTest
    @ValueSource(longs = {10, 3_600})
    void respondsWith503WhileDynamoDbDoesNotRespondAndRecovers(long silentSeconds) throws Exception {
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), Duration.ofSeconds(silentSeconds))) {
            PlainClient client = new PlainClient(system.url());
            assertThat(client.post().status()).isEqualTo(201);
            long heapBefore = usedHeap();
            system.meetWith(call -> Optional.of(Fault.DELAY_RESPONSE));
            client.assertUnavailable();
            List<PlainClient.TimedResponse> responses = new PlainClient(system.url()).post(2_000);
            assertThat(responses).allSatisfy(PlainClient.TimedResponse::assertUnavailable);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(usedHeap() - heapBefore).isLessThan(MAX_HEAP_GROWTH));
            long heapGrowth = usedHeap() - heapBefore;

            long faultEnded = System.nanoTime();
            system.meetWith(FaultPlan.none());
            await().atMost(TIMEOUT).until(() -> client.post().status() == 201);
            System.out.printf(
                    Locale.ROOT,
                    "%nDynamoDB does not respond: 2000 posts refused within %d ms, heap %+d KiB, first 201 after %d ms%n",
                    responses.stream()
                            .mapToLong(response -> response.time().toMillis())
                            .max()
                            .orElseThrow(),
                    heapGrowth >> 10,
                    since(faultEnded).toMillis());
            assertThat(client.status("/health/ready")).isEqualTo(200);
            awaitAllCounted(system);
        }
    }

    @Test
    void recoversWhenDynamoDbIsKilledAndRestarted(@TempDir Path folder) throws Exception {
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.of(folder), SHORT_DELAY)) {
            RetryingClient client = new RetryingClient(system.url());
            long started = System.nanoTime();
            try (ConcurrentUsers users = new ConcurrentUsers(client)) {
                users.start(16, 100, TIME);
                await().atMost(TIMEOUT).until(() -> client.acknowledged() > 200);
                system.killDynamoDb();
                long acknowledged = client.acknowledged();
                new PlainClient(system.url()).assertUnavailable();
                system.restartDynamoDb();
                await().atMost(TIMEOUT).until(() -> client.acknowledged() > acknowledged + 200);
                PostedEvents posted = users.await(TIME.multipliedBy(5).plusSeconds(60));
                TableContents table = awaitAllCounted(system);
                FaultsReport.print("DynamoDB killed", client, posted, table, system.proxy(), since(started));
                posted.assertStoredIn(table);
            }
        }
    }

    private static TableContents awaitAllCounted(SystemUnderFaults system) {
        AtomicReference<TableContents> table = new AtomicReference<>();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            table.set(system.table());
            assertThat(table.get().counted()).isEqualTo(table.get().recount());
        });
        assertThat(table.get().quarantined()).isEmpty();
        return table.get();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
