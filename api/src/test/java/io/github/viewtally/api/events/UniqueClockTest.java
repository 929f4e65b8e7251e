package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UniqueClockTest {

    private static final Instant NOON = Instant.parse("2022-01-02T12:00:00.000001Z");

    @Test
    void returnsTheTimeInMicroseconds() {
        UniqueClock clock = new UniqueClock(InstantSource.fixed(NOON.plusNanos(999)));

        assertThat(clock.get()).isEqualTo(NOON);
    }

    @Test
    void runsAheadIfCalledMoreThanOncePerMicrosecond() {
        UniqueClock clock = new UniqueClock(InstantSource.fixed(NOON));

        assertThat(List.of(clock.get(), clock.get(), clock.get()))
                .containsExactly(NOON, NOON.plusNanos(1_000), NOON.plusNanos(2_000));
    }

    @Test
    void advancesWhenItsSourceGoesBack() {
        UniqueClock clock = clockOf(NOON, NOON.minusSeconds(60), NOON.plusSeconds(1));

        assertThat(List.of(clock.get(), clock.get(), clock.get()))
                .containsExactly(NOON, NOON.plusNanos(1_000), NOON.plusSeconds(1));
    }

    @Test
    void returnsTimesBeforeTheEpoch() {
        Instant early = Instant.parse("1969-12-31T23:59:59.999999Z");

        assertThat(clockOf(early).get()).isEqualTo(early);
    }

    @Test
    void returnsUniqueTimesToSeveralThreads() throws Exception {
        int threads = 8;
        int times = 10_000;
        UniqueClock clock = new UniqueClock(InstantSource.system());
        Set<Instant> said = ConcurrentHashMap.newKeySet();
        CyclicBarrier start = new CyclicBarrier(threads);
        Callable<Void> asking = () -> {
            start.await();
            for (int i = 0; i < times; i++) {
                said.add(clock.get());
            }
            return null;
        };

        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(asking);
            }
            for (Future<Void> done : pool.invokeAll(all)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(said).hasSize(threads * times);
    }

    private static UniqueClock clockOf(Instant... instants) {
        Deque<Instant> left = new ArrayDeque<>(List.of(instants));
        return new UniqueClock(left::remove);
    }
}
