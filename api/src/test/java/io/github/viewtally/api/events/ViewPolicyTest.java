package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewPolicyTest {

    private static final Instant NOW = Instant.parse("2022-01-02T12:00:00Z");

    @ParameterizedTest(name = "{0} after its start, at speed {1}: at most {2} s")
    @CsvSource({
        "PT0S, 1, 10",
        "PT60S, 1, 70",
        "PT0.999S, 1, 10",
        "PT1S, 1.5, 11",
        "PT2S, 1.5, 13",
        "PT60S, 2, 130",
        "PT-60S, 2, 10",
        "PT24H, 1, 86400",
        "P700000D, 100, 86400"
    })
    void boundsTheDurationByTheTimeSinceTheTimestamp(Duration elapsed, BigDecimal speed, long max) {
        ViewPolicy policy = policy(0, Optional.of(speed));
        Optional<Instant> timestamp = Optional.of(NOW.minus(elapsed));

        assertThat(policy.durationFault(max, timestamp)).isEmpty();
        if (max < 86_400) {
            assertThat(policy.durationFault(max + 1, timestamp))
                    .contains("must not be more than " + max + " for a view that started at its timestamp");
        }
    }

    @Test
    void takesAViewWithoutATimestampForOneThatStartsNow() {
        ViewPolicy policy = policy(0, Optional.of(BigDecimal.TEN));

        assertThat(policy.durationFault(10, Optional.empty())).isEmpty();
        assertThat(policy.durationFault(11, Optional.empty()))
                .contains("must not be more than 10 for a view that has no timestamp and so starts now");
    }

    @Test
    void acceptsEveryDurationByDefault() {
        assertThat(policy(0, Optional.empty()).durationFault(86_400, Optional.of(NOW)))
                .isEmpty();
    }

    @Test
    void countsAViewFromTheMinimumDurationOn() {
        assertThat(policy(30, Optional.empty()).counts(29)).isFalse();
        assertThat(policy(30, Optional.empty()).counts(30)).isTrue();
        assertThat(policy(0, Optional.empty()).counts(0)).isTrue();
    }

    @Test
    void createsTimestampsInMicroseconds() {
        assertThat(policyAt(NOW.plusNanos(1_999)).newTimestamp()).isEqualTo(NOW.plusNanos(1_000));
    }

    @Test
    void newTimestampsRunAheadIfThereIsMoreThanOnePerMicrosecond() {
        ViewPolicy policy = policy(0, Optional.empty());

        assertThat(List.of(policy.newTimestamp(), policy.newTimestamp(), policy.newTimestamp()))
                .containsExactly(NOW, NOW.plusNanos(1_000), NOW.plusNanos(2_000));
    }

    @Test
    void newTimestampsAdvanceWhenTheClockGoesBack() {
        ViewPolicy policy = policyAt(NOW, NOW.minusSeconds(60), NOW.plusSeconds(1));

        assertThat(List.of(policy.newTimestamp(), policy.newTimestamp(), policy.newTimestamp()))
                .containsExactly(NOW, NOW.plusNanos(1_000), NOW.plusSeconds(1));
    }

    @Test
    void createsTimestampsBeforeTheEpoch() {
        Instant early = Instant.parse("1969-12-31T23:59:59.999999Z");

        assertThat(policyAt(early).newTimestamp()).isEqualTo(early);
    }

    @Test
    void createsUniqueTimestampsForSeveralThreads() throws Exception {
        int threads = 8;
        int times = 10_000;
        ViewPolicy policy = policyOf(InstantSource.system(), 0, Optional.empty());
        Set<Instant> created = ConcurrentHashMap.newKeySet();
        CyclicBarrier start = new CyclicBarrier(threads);
        Callable<Void> creation = () -> {
            start.await();
            for (int i = 0; i < times; i++) {
                created.add(policy.newTimestamp());
            }
            return null;
        };

        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, creation))) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(created).hasSize(threads * times);
    }

    private static ViewPolicy policy(int minViewSeconds, Optional<BigDecimal> speed) {
        return policyOf(InstantSource.fixed(NOW), minViewSeconds, speed);
    }

    /** Returns a policy whose clock says these times, one after the other. */
    private static ViewPolicy policyAt(Instant... times) {
        Deque<Instant> left = new ArrayDeque<>(List.of(times));
        return policyOf(left::remove, 0, Optional.empty());
    }

    private static ViewPolicy policyOf(InstantSource clock, int minViewSeconds, Optional<BigDecimal> speed) {
        return new ViewPolicy(clock, new ViewConfig(600, Optional.empty(), minViewSeconds, speed));
    }
}
