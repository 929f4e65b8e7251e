package io.github.viewtally.local.faults;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole system while DynamoDB does not respond or has ended. */
class DynamoDbOutageIT {

    private static final Duration LOAD_TIME = Duration.ofSeconds(Integer.getInteger("viewtally.faults.seconds", 10));
    private static final long MAX_HEAP_GROWTH = 32 << 20;
    private static final Duration SHORT_DELAY = Duration.ofMillis(300);

    /** The responses come after the timeout, or do not come at all. */
    @ParameterizedTest
    @ValueSource(longs = {10, 3_600})
    void respondsWith503WhileDynamoDbDoesNotRespondAndRecovers(long silentSeconds) throws Exception {
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), Duration.ofSeconds(silentSeconds))) {
            PlainClient client = new PlainClient(system.url());
            assertThat(client.post().status()).isEqualTo(201);
            long heapBefore = usedHeap();
            system.inject(call -> Optional.of(Fault.DELAY_RESPONSE));
            client.assertUnavailable();
            List<PlainClient.TimedResponse> responses = new PlainClient(system.url()).post(2_000);
            assertThat(responses).allSatisfy(PlainClient.TimedResponse::assertUnavailable);
            await().untilAsserted(() -> assertThat(usedHeap() - heapBefore).isLessThan(MAX_HEAP_GROWTH));
            long heapGrowth = usedHeap() - heapBefore;

            long faultEnded = System.nanoTime();
            system.inject(FaultPlan.none());
            await().until(() -> client.post().status() == 201);
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
            system.awaitAllCounted();
        }
    }

    @Test
    void recoversWhenDynamoDbIsKilledAndRestarted(@TempDir Path folder) throws Exception {
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.of(folder), SHORT_DELAY)) {
            RetryingClient client = new RetryingClient(system.url());
            long started = System.nanoTime();
            try (ConcurrentUsers users = new ConcurrentUsers(client)) {
                users.start(16, 100, LOAD_TIME);
                await().until(() -> client.acknowledged() > 200);
                system.killDynamoDb();
                long acknowledged = client.acknowledged();
                new PlainClient(system.url()).assertUnavailable();
                system.restartDynamoDb();
                await().until(() -> client.acknowledged() > acknowledged + 200);
                PostedEvents posted = users.await(LOAD_TIME.multipliedBy(5).plusSeconds(60));
                TableContents table = system.awaitAllCounted();
                FaultsReport.print("DynamoDB killed", client, posted, table, system.proxy(), since(started));
                posted.assertStoredIn(table);
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
