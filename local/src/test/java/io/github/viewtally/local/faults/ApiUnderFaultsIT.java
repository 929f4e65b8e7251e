package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The whole system with faults between it and DynamoDB. */
class ApiUnderFaultsIT {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("viewtally.faults.seconds", 10));
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
            system.inject(plan);
            long started = System.nanoTime();
            PostedEvents posted;
            try (ConcurrentUsers users = new ConcurrentUsers(client)) {
                users.start(100, 500, TIME);
                posted = users.await(TIME.multipliedBy(5).plusSeconds(60));
            }
            Duration time = since(started);
            // Faults are injected until all events are counted.
            TableContents table = system.awaitAllCounted();
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

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
