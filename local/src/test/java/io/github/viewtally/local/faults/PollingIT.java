package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two thousand clients poll ten summaries. A proxy counts the reads of DynamoDB. */
@Tag("exclusive")
class PollingIT {

    private static final int CONNECTIONS = 2_000;
    private static final int VIDEOS = 10;
    private static final int MIN_POLLS = 15;
    private static final Duration POLLING_TIME = Duration.ofSeconds(2);
    private static final Duration CACHE_TIME = Duration.ofSeconds(1);
    private static final Duration COUNTING_TIMEOUT = Duration.ofSeconds(20);

    @Test
    void readsEachSummaryAtMostOnceASecondAndReturnsNewTotals() throws Exception {
        assumeTrue(fileDescriptors() > 2 * CONNECTIONS + 500, "this machine does not allow so many connections");
        LongAdder reads = new LongAdder();
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), Duration.ZERO);
                SummaryPollers pollers = new SummaryPollers(system.url())) {
            system.inject(call -> {
                if (call.operation().equals("GetItem")) {
                    reads.increment();
                }
                return Optional.empty();
            });
            long start = System.nanoTime();
            pollers.connect(CONNECTIONS, VIDEOS);
            long quietEnd = System.nanoTime() + POLLING_TIME.toNanos();
            pollers.poll(poller -> poller.requests() < MIN_POLLS || System.nanoTime() < quietEnd);
            assertThat(pollers.ok()).isEqualTo(CONNECTIONS);
            assertThat(pollers.notModified()).isGreaterThan(9 * pollers.ok());

            assertThat(new PlainClient(system.url()).post().status()).isEqualTo(201);
            long deadline = System.nanoTime() + COUNTING_TIMEOUT.toNanos();
            pollers.poll(poller -> poller.isOf(5) && poller.views() == 0 && System.nanoTime() < deadline);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(pollers.viewsOf(5)).hasSize(CONNECTIONS / VIDEOS).containsOnly(1L);
            assertThat(pollers.viewsOf(4)).hasSize(CONNECTIONS / VIDEOS).containsOnly(0L);
            assertThat(reads.sum())
                    .isBetween(VIDEOS * POLLING_TIME.toSeconds(), VIDEOS * (took.dividedBy(CACHE_TIME) + 1));
            System.out.printf(
                    Locale.ROOT,
                    "%n%d connections polled %d summaries over DynamoDB Local for %d ms: %d responses 304, %d responses 200, %d reads%n",
                    CONNECTIONS,
                    VIDEOS,
                    took.toMillis(),
                    pollers.notModified(),
                    pollers.ok(),
                    reads.sum());
        }
    }

    private static long fileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
