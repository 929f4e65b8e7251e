package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Two thousand clients poll ten summaries of the whole system, with the reads counted on their way to DynamoDB. */
class PollingIT {

    private static final int CONNECTIONS = 2_000;
    private static final int VIDEOS = 10;
    private static final int LEAST_POLLS = 15;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration CACHED = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void readsEachSummaryOnceASecondAndShowsWhatIsPostedMeanwhile() throws Exception {
        assumeTrue(fileDescriptors() > 2 * CONNECTIONS + 500, "this machine does not allow so many connections");
        LongAdder reads = new LongAdder();
        try (SystemUnderFaults system = new SystemUnderFaults(Optional.empty(), Duration.ZERO);
                SummaryPollers pollers = new SummaryPollers(system.url())) {
            system.meetWith(call -> {
                if (call.operation().equals("GetItem")) {
                    reads.increment();
                }
                return Optional.empty();
            });
            long began = System.nanoTime();
            pollers.connect(CONNECTIONS, VIDEOS);
            long quietEnd = System.nanoTime() + TIME.toNanos();
            pollers.poll(poller -> poller.asked() < LEAST_POLLS || System.nanoTime() < quietEnd);
            assertThat(pollers.whole()).isEqualTo(CONNECTIONS);
            assertThat(pollers.same()).isGreaterThan(9 * pollers.whole());

            assertThat(new PlainClient(system.url()).post().status()).isEqualTo(201);
            long deadline = System.nanoTime() + SOON.toNanos();
            pollers.poll(poller -> poller.isOf(5) && poller.views() == 0 && System.nanoTime() < deadline);
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(pollers.viewsOf(5)).hasSize(CONNECTIONS / VIDEOS).containsOnly(1L);
            assertThat(pollers.viewsOf(4)).hasSize(CONNECTIONS / VIDEOS).containsOnly(0L);
            assertThat(reads.sum()).isBetween(VIDEOS * TIME.toSeconds(), VIDEOS * (took.dividedBy(CACHED) + 1));
            System.out.printf(
                    Locale.ROOT,
                    "%n%d connections polled %d summaries over DynamoDB Local for %d ms: %d answers 304, %d whole, %d reads%n",
                    CONNECTIONS,
                    VIDEOS,
                    took.toMillis(),
                    pollers.same(),
                    pollers.whole(),
                    reads.sum());
        }
    }

    private static long fileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
