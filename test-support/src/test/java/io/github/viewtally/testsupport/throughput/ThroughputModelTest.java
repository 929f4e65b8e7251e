package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.testsupport.throughput.Resource.Kind;
import io.github.viewtally.testsupport.throughput.ThroughputCounters.Consumption;
import io.github.viewtally.testsupport.throughput.ThroughputCounters.HotKey;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThroughputModelTest {

    private static final Resource TABLE = new Resource("arn:aws:dynamodb:r:1:table/t", Optional.empty());
    private static final Resource INDEX = new Resource("arn:aws:dynamodb:r:1:table/t/index/GSI1", Optional.of("GSI1"));
    private static final String INDEX_NAME = "t/index/GSI1";

    private final AtomicLong clock = new AtomicLong();
    private final ThroughputModel model = new ThroughputModel(ThroughputLimits.aws(), clock::get);

    @Test
    void aPartitionKeyTakesAThousandWritesAndThreeThousandReadsPerSecond() {
        assertThat(taken(1_500, write(TABLE, "hot"))).isEqualTo(1_000);
        assertThat(taken(4_000, read(TABLE, "hot"))).isEqualTo(3_000);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(taken(1_500, write(TABLE, "hot"))).isEqualTo(1_000);
    }

    @Test
    void otherKeysAndIndexesHaveTheirOwnCapacity() {
        taken(1_500, write(TABLE, "hot"));
        assertThat(taken(1_500, write(TABLE, "cold"))).isEqualTo(1_000);
        assertThat(taken(1_500, write(INDEX, "hot"))).isEqualTo(1_000);
    }

    @Test
    void aWriteThatAnIndexRefusesTakesNothingFromTheTable() {
        taken(1_000, write(INDEX, "video"));
        List<Charge> view = List.of(write(TABLE, "user"), write(INDEX, "video"));
        assertThat(model.take(view).orElseThrow().charge()).isEqualTo(write(INDEX, "video"));
        assertThat(model.counters().total("t").writeUnits()).isZero();
        assertThat(taken(1_500, write(TABLE, "user"))).isEqualTo(1_000);
    }

    @Test
    void aChargeAfterwardsLeavesADebt() {
        model.takeAfterwards(new Charge(TABLE, "k", Kind.READ, 4_500));
        assertThat(taken(1, read(TABLE, "k"))).isZero();
        clock.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(taken(1, read(TABLE, "k"))).isZero();
        clock.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(taken(10, read(TABLE, "k"))).isEqualTo(3);
    }

    @Test
    void limitsTheWholeTableAndEachWholeIndexIfAsked() {
        ThroughputModel limited = new ThroughputModel(ThroughputLimits.aws().withTotals(5, 100), clock::get);
        for (int i = 0; i < 5; i++) {
            assertThat(limited.take(List.of(write(TABLE, "k" + i)))).isEmpty();
            assertThat(limited.take(List.of(write(INDEX, "k" + i)))).isEmpty();
        }
        assertThat(limited.take(List.of(write(TABLE, "k9"))).orElseThrow().ofWholeResource())
                .isTrue();
        assertThat(limited.take(List.of(write(INDEX, "k9")))).isPresent();
        assertThat(limited.take(List.of(read(TABLE, "k9")))).isEmpty();
    }

    @Test
    void scalesItsLimits() {
        ThroughputModel scaled = new ThroughputModel(ThroughputLimits.aws().scaledBy(0.1), clock::get);
        for (int i = 0; i < 100; i++) {
            assertThat(scaled.take(List.of(write(TABLE, "k")))).isEmpty();
        }
        assertThat(scaled.take(List.of(write(TABLE, "k")))).isPresent();
        assertThatThrownBy(() -> ThroughputLimits.aws().scaledBy(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anItemIsInConflictWhileATransactionHoldsIt() {
        model.hold(List.of("a", "b"));
        assertThat(model.isInConflict("a")).isTrue();
        assertThat(model.isInConflict("c")).isFalse();
        model.release(List.of("a"));
        assertThat(model.isInConflict("a")).isFalse();
        assertThat(model.isInConflict("b")).isTrue();
        assertThat(model.counters().conflicts()).isEqualTo(2);
    }

    @Test
    void countsUnitsAndRefusalsOfResourcesAndKeys() {
        taken(1_500, write(INDEX, "hot"));
        taken(20, write(INDEX, "warm"));
        taken(10, read(INDEX, "warm"));
        taken(5, write(TABLE, "other"));
        model.hold(List.of("item"));
        assertThat(model.isInConflict("item")).isTrue();
        model.countUnmodelled();
        ThroughputCounters counters = model.counters();
        assertThat(counters.total(INDEX_NAME)).isEqualTo(new Consumption(1_020, 10, 500, 0));
        assertThat(counters.partition(INDEX_NAME, "hot")).isEqualTo(new Consumption(1_000, 0, 500, 0));
        assertThat(counters.partition("t", "other")).isEqualTo(new Consumption(5, 0, 0, 0));
        assertThat(counters.total("unknown")).isEqualTo(new Consumption(0, 0, 0, 0));
        assertThat(counters.resources().get(INDEX_NAME).hottest().stream().map(HotKey::partition))
                .containsExactly("hot", "warm");
        assertThat(counters.summary())
                .isEqualTo(
                        """
                        t: 5 write units (0 refused), 0 read units (0 refused); hottest other: 5 write units (0 refused), 0 read units (0 refused)
                        t/index/GSI1: 1,020 write units (500 refused), 10 read units (0 refused); hottest hot: 1,000 write units (500 refused), 0 read units (0 refused)
                        1 conflicts, 1 calls without limits""");
        assertThat(counters.conflicts()).isEqualTo(1);
        assertThat(counters.unmodelled()).isEqualTo(1);
    }

    @Test
    void remembersABoundedNumberOfKeysAndKeepsTheHotOne() {
        taken(1_500, write(TABLE, "hot"));
        for (int i = 0; i < 50_000; i++) {
            model.take(List.of(write(TABLE, "k" + i)));
            if (i % 1_000 == 0) {
                model.take(List.of(write(TABLE, "hot")));
            }
        }
        assertThat(model.counters().partition("t", "hot").writeUnits()).isEqualTo(1_000);
        assertThat(model.counters().total("t").writeUnits()).isEqualTo(51_000);
        assertThat(model.counters().resources().get("t").hottest()).hasSize(100);
    }

    private int taken(int requests, Charge charge) {
        int taken = 0;
        for (int i = 0; i < requests; i++) {
            taken += model.take(List.of(charge)).isEmpty() ? 1 : 0;
        }
        return taken;
    }

    private static Charge write(Resource resource, String key) {
        return new Charge(resource, key, Kind.WRITE, 1);
    }

    private static Charge read(Resource resource, String key) {
        return new Charge(resource, key, Kind.READ, 1);
    }
}
