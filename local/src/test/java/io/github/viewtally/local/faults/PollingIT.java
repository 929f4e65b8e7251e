package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.testsupport.polling.PollingClients;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two thousand clients poll ten summaries. A proxy counts the reads of DynamoDB. */
@Tag("load")
class PollingIT {

    private static final int CONNECTIONS = 2_000;
    private static final int VIDEOS = 10;
    private static final int MIN_POLLS = 15;
    private static final Duration POLLING_TIME = Duration.ofSeconds(2);
    private static final Duration CACHE_TIME = Duration.ofSeconds(1);
    private static final Duration COUNTING_TIMEOUT = Duration.ofSeconds(20);

    @Test
    void readsEachSummaryAtMostOnceASecondAndReturnsNewTotals() throws Exception {
        assumeTrue(PollingClients.canConnect(CONNECTIONS), "this machine does not allow so many connections");
        List<String> paths =
                IntStream.range(0, VIDEOS).mapToObj(PollingIT::path).toList();
        LongAdder reads = new LongAdder();
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), Duration.ZERO);
                PollingClients clients = new PollingClients(system.url())) {
            system.inject(call -> {
                // The aggregators read their checkpoints by GetItem, too.
                if (call.operation().equals("GetItem") && call.body().contains("\"SUMMARY\"")) {
                    reads.increment();
                }
                return Optional.empty();
            });
            long start = System.nanoTime();
            clients.connect(CONNECTIONS, paths);
            long quietEnd = System.nanoTime() + POLLING_TIME.toNanos();
            clients.poll(client -> client.requests() < MIN_POLLS || System.nanoTime() < quietEnd);
            assertThat(clients.ok()).isEqualTo(CONNECTIONS);
            assertThat(clients.notModified()).isGreaterThan(9 * clients.ok());

            assertThat(new PlainClient(system.url()).post().status()).isEqualTo(201);
            long deadline = System.nanoTime() + COUNTING_TIMEOUT.toNanos();
            clients.poll(client ->
                    client.path().equals(path(5)) && views(client.body()) == 0 && System.nanoTime() < deadline);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(views(clients.bodies(path(5))))
                    .hasSize(CONNECTIONS / VIDEOS)
                    .containsOnly(1L);
            assertThat(views(clients.bodies(path(4))))
                    .hasSize(CONNECTIONS / VIDEOS)
                    .containsOnly(0L);
            assertThat(reads.sum())
                    .isBetween(VIDEOS * POLLING_TIME.toSeconds(), VIDEOS * (took.dividedBy(CACHE_TIME) + 1));
            System.out.printf(
                    Locale.ROOT,
                    "%n%d connections polled %d summaries over DynamoDB Local for %d ms: %d responses 304, %d responses 200, %d reads%n",
                    CONNECTIONS,
                    VIDEOS,
                    took.toMillis(),
                    clients.notModified(),
                    clients.ok(),
                    reads.sum());
        }
    }

    private static String path(int video) {
        return "/videos/" + video + "/summary";
    }

    private static List<Long> views(List<Buffer> summaries) {
        return summaries.stream().map(PollingIT::views).toList();
    }

    private static long views(Buffer summary) {
        return summary.toJsonObject().getLong("views");
    }
}
