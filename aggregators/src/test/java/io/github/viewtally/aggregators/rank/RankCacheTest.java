package io.github.viewtally.aggregators.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RankCacheTest {

    private static final SummaryKey VIDEO = SummaryKey.video("5");

    private final long[] now = {0};
    private final RankCache cache = new RankCache(() -> now[0]);

    @Test
    void doesNotKnowTheRankOfASummaryThatWasNotAdded() {
        assertThat(cache.keepsRank(VIDEO, views(1))).isFalse();
    }

    /** Summaries with 91 to 107 views have the same rank. */
    @Test
    void addsDeltasUntilTheRankChanges() {
        cache.put(VIDEO, 100);
        assertThat(cache.keepsRank(VIDEO, views(4))).isTrue();
        assertThat(cache.keepsRank(VIDEO, views(3))).isTrue();
        assertThat(cache.keepsRank(VIDEO, views(1))).isFalse();
        cache.put(VIDEO, 92);
        assertThat(cache.keepsRank(VIDEO, views(-2))).isFalse();
    }

    @Test
    void doesNotKnowTheRankOfASummaryThatWasRemoved() {
        cache.put(VIDEO, 100);
        cache.remove(VIDEO);
        assertThat(cache.keepsRank(VIDEO, views(1))).isFalse();
    }

    @Test
    void expiresTenSecondsAfterTheReadEvenIfItIsUsed() {
        cache.put(VIDEO, 100);
        now[0] = Duration.ofSeconds(9).toNanos();
        assertThat(cache.keepsRank(VIDEO, views(1))).isTrue();
        now[0] = Duration.ofSeconds(11).toNanos();
        assertThat(cache.keepsRank(VIDEO, views(1))).isFalse();
    }

    @Test
    void keepsAtMostTenThousandEntries() {
        cache.put(VIDEO, 100);
        for (int i = 0; i < 10_000; i++) {
            cache.put(SummaryKey.user("u" + i), 0);
        }
        assertThat(cache.keepsRank(VIDEO, views(1))).isFalse();
    }

    private static Counts views(long views) {
        return new Counts(views, 0, 0, 0);
    }
}
