package io.github.viewtally.local.faults;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.testsupport.polling.ListeningClients;
import io.github.viewtally.testsupport.polling.PollingClients;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As many streams as polling clients use one summary while it changes. A proxy counts the reads of DynamoDB. {@code
 * -Dviewtally.live.clients=2000 -Dviewtally.live.seconds=30} makes it a measurement.
 */
@Tag("load")
class LivePushIT {

    private static final int CLIENTS = Integer.getInteger("viewtally.live.clients", 200);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("viewtally.live.seconds", 4));
    private static final Duration CACHE_TIME = Duration.ofSeconds(1);
    private static final long MAX_GROWTH = 16 << 20;
    private static final String SUMMARY = "/videos/5/summary";

    @Test
    void readsTheSummaryOnceASecondForAllStreamsAndPolls() throws Exception {
        assumeTrue(PollingClients.canConnect(2 * CLIENTS), "this machine does not allow so many connections");
        LongAdder reads = new LongAdder();
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), Duration.ZERO);
                PollingClients polls = new PollingClients(system.url());
                ListeningClients streams = new ListeningClients(system.url())) {
            system.inject(call -> {
                // The aggregators read their checkpoints by GetItem, too.
                if (call.operation().equals("GetItem") && call.body().contains("\"SUMMARY\"")) {
                    reads.increment();
                }
                return Optional.empty();
            });
            long start = System.nanoTime();
            streams.connect(CLIENTS, SUMMARY + "/live");
            polls.connect(CLIENTS, List.of(SUMMARY));
            polls.poll(client -> client.requests() < 10);
            long heap = usedHeap();
            long rss = rssKib();

            long readsBefore = reads.sum();
            long measuredFrom = System.nanoTime();
            int views = keepChanging(system, polls);
            Duration measured = Duration.ofNanos(System.nanoTime() - measuredFrom);
            long readsMeasured = reads.sum() - readsBefore;
            long growth = usedHeap() - heap;
            await().untilAsserted(() ->
                    assertThat(streams.data()).allMatch(data -> new JsonObject(data).getInteger("views") == views));

            assertThat(streams.data()).hasSize(CLIENTS);
            assertThat(streams.ended()).isZero();
            assertThat(streams.events()).isGreaterThanOrEqualTo(2L * CLIENTS);
            assertThat(readsMeasured).isBetween(1L, measured.dividedBy(CACHE_TIME) + 1);
            assertThat(growth).isLessThan(MAX_GROWTH);
            System.out.printf(
                    Locale.ROOT,
                    "%n%d streams and %d polling clients for %d ms: %.2f reads a second, %d events, %d responses 304,"
                            + " heap %d KiB and %+d, RSS %d KiB and %+d, total %d ms%n",
                    CLIENTS,
                    CLIENTS,
                    measured.toMillis(),
                    readsMeasured * 1_000.0 / measured.toMillis(),
                    streams.events(),
                    polls.notModified(),
                    heap >> 10,
                    growth >> 10,
                    rss,
                    rssKib() - rss,
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
    }

    /** Posts a view about every second while the clients poll, and returns the number of views. */
    private static int keepChanging(SystemUnderFaults system, PollingClients polls) throws Exception {
        PlainClient client = new PlainClient(system.url());
        long end = System.nanoTime() + TIME.toNanos();
        int views = 0;
        while (System.nanoTime() < end) {
            assertThat(client.post().status()).isEqualTo(201);
            views++;
            long next = System.nanoTime() + CACHE_TIME.toNanos();
            polls.poll(each -> System.nanoTime() < next);
        }
        return views;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The resident memory of this process, with server and clients; 0 where it is not known. */
    private static long rssKib() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0)
                : 0;
    }
}
