package io.github.viewtally.api.summaries;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.testsupport.polling.PollingClients;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/**
 * Two thousand clients poll summaries and lists as fast as possible, with the default cache. Isolated,
 * because the test measures the heap.
 */
@Isolated
class PollingLoadTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("CACHE_MS", ""));

    private static final int CONNECTIONS = 2_000;
    private static final int SUMMARIES = 10;
    private static final int LISTED = 90;
    private static final int MIN_POLLS = 20;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration CACHED = Duration.ofSeconds(1);
    private static final long MAX_GROWTH = 16 << 20;

    @Test
    void readsEachSummaryOncePerSecondForAllClients() throws Exception {
        assumeTrue(PollingClients.canConnect(CONNECTIONS), "this machine does not allow so many connections");
        IntStream.range(0, SUMMARIES)
                .forEach(id -> api.dynamoDb.store(
                        Samples.summaryItem(SummaryKey.video(Integer.toString(id)), Counts.ofView(id))));
        List<String> uris = IntStream.range(0, SUMMARIES)
                .mapToObj(id -> "/videos/" + id + "/summary")
                .toList();
        try (PollingClients clients = new PollingClients(url())) {
            long began = System.nanoTime();
            clients.connect(CONNECTIONS, uris);
            clients.poll(client -> client.requests() < MIN_POLLS);
            long heap = usedHeap();
            long end = System.nanoTime() + TIME.toNanos();
            clients.poll(client -> System.nanoTime() < end);
            long growth = usedHeap() - heap;
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(clients.connected()).isEqualTo(CONNECTIONS);
            assertThat(clients.ok()).isEqualTo(CONNECTIONS);
            assertThat(clients.notModified()).isGreaterThan(9 * clients.ok());
            assertThat(growth).isLessThan(MAX_GROWTH);
            Map<Map<String, AttributeValue>, Long> reads = readsByKey();
            assertThat(reads).hasSize(SUMMARIES);
            assertThat(reads.values())
                    .allSatisfy(count -> assertThat(count).isBetween(TIME.toSeconds(), took.dividedBy(CACHED) + 1));
            System.out.printf(
                    Locale.ROOT,
                    "%d connections polled %d summaries %d times in %d ms: %d responses 304, %d reads, heap %+d KiB%n",
                    CONNECTIONS,
                    SUMMARIES,
                    clients.ok() + clients.notModified(),
                    took.toMillis(),
                    clients.notModified(),
                    reads.values().stream().mapToLong(Long::longValue).sum(),
                    growth >> 10);
        }
    }

    @Test
    void readsEachListOncePerSecondForAllClients() throws Exception {
        assumeTrue(PollingClients.canConnect(CONNECTIONS), "this machine does not allow so many connections");
        for (int id = 0; id < LISTED; id++) {
            for (SummaryKey.Kind kind : List.of(SummaryKey.Kind.USER, SummaryKey.Kind.VIDEO)) {
                api.dynamoDb.store(Samples.summaryItem(
                        new SummaryKey(kind, Integer.toString(id)), new Counts(id, 30L * id, 0, 0)));
            }
        }
        // A browser's first page, a page of another size, and the users: three resources.
        List<String> uris =
                List.of("/summaries/videos?limit=50", "/summaries/videos?limit=20", "/summaries/users?limit=50");
        try (PollingClients clients = new PollingClients(url())) {
            long began = System.nanoTime();
            clients.connect(CONNECTIONS, uris);
            clients.poll(client -> client.requests() < MIN_POLLS);
            long end = System.nanoTime() + TIME.toNanos();
            clients.poll(client -> System.nanoTime() < end);
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(clients.connected()).isEqualTo(CONNECTIONS);
            assertThat(clients.ok()).isEqualTo(CONNECTIONS);
            long reads = listReads();
            assertThat(reads).isBetween(uris.size() * TIME.toSeconds(), uris.size() * (took.dividedBy(CACHED) + 1));
            System.out.printf(
                    Locale.ROOT,
                    "%d connections polled %d lists %d times in %d ms: %d responses 304, %d reads of a list%n",
                    CONNECTIONS,
                    uris.size(),
                    clients.ok() + clients.notModified(),
                    took.toMillis(),
                    clients.notModified(),
                    reads);
        }
    }

    /** A page of at most 100 summaries needs one BatchGetItem request, after the queries of the index. */
    private static long listReads() {
        return api.dynamoDb.calls().stream()
                .filter(BatchGetItemRequest.class::isInstance)
                .count();
    }

    private static Map<Map<String, AttributeValue>, Long> readsByKey() {
        return api.dynamoDb.calls().stream()
                .map(call -> ((GetItemRequest) call).key())
                .collect(groupingBy(key -> key, counting()));
    }

    private static URI url() {
        return URI.create("http://" + ApiUnderTest.HOST + ":" + api.port());
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
