package io.github.viewtally.aggregators.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankCacheTest {

    private static final SummaryKey VIDEO = SummaryKey.video("5");
    private static final String HOUR = "2026-01-02T10";

    private final long[] now = {0};
    private final RankCache cache = new RankCache(
            new TrendRanks(HalfLife.DEFAULT, InstantSource.fixed(Instant.parse("2026-01-02T10:30:00Z"))), () -> now[0]);

    @Test
    void doesNotKnowTheRankOfASummaryThatWasNotAdded() {
        assertThat(keepsRanks(1)).isFalse();
    }

    /** Summaries with 91 to 107 views have the same rank. */
    @Test
    void addsDeltasUntilTheRankChanges() {
        put(100);
        assertThat(keepsRanks(4)).isTrue();
        assertThat(keepsRanks(3)).isTrue();
        assertThat(keepsRanks(1)).isFalse();
        put(92);
        assertThat(keepsRanks(-2)).isFalse();
    }

    /** In this hour, 12 to 14 views have the same rank. */
    @Test
    void addsViewsUntilTheRankInTheListByTrendChanges() {
        cache.put(VIDEO, 92, HalfLife.DEFAULT.weigh(new HourlyViews(Map.of(HOUR, 12L))));
        assertThat(cache.keepsRanks(views(3, HOUR))).isFalse();
        assertThat(cache.keepsRanks(views(1, HOUR))).isTrue();
        assertThat(cache.keepsRanks(views(2, HOUR))).as("three views").isFalse();
        assertThat(cache.keepsRanks(views(2, "2025-12-02T10"))).as("old views").isTrue();
        assertThat(cache.keepsRanks(views(1, HOUR))).isTrue();
    }

    @Test
    void doesNotKnowTheRankOfASummaryThatWasRemoved() {
        put(100);
        cache.remove(VIDEO);
        assertThat(keepsRanks(1)).isFalse();
    }

    @Test
    void expiresTenSecondsAfterTheReadEvenIfItIsUsed() {
        put(100);
        now[0] = Duration.ofSeconds(9).toNanos();
        assertThat(keepsRanks(1)).isTrue();
        now[0] = Duration.ofSeconds(11).toNanos();
        assertThat(keepsRanks(1)).isFalse();
    }

    @Test
    void keepsAtMostTenThousandEntries() {
        put(100);
        for (int i = 0; i < 10_000; i++) {
            cache.put(SummaryKey.user("u" + i), 0, TrendScore.NONE);
        }
        assertThat(keepsRanks(1)).isFalse();
    }

    private void put(long views) {
        cache.put(VIDEO, views, TrendScore.NONE);
    }

    private boolean keepsRanks(long views) {
        return cache.keepsRanks(new SummaryDelta(VIDEO, new Counts(views, 0, 0, 0)));
    }

    private static SummaryDelta views(long views, String hour) {
        return new SummaryDelta(VIDEO, new Counts(views, 0, 0, 0), Counts.ZERO, new HourlyViews(Map.of(hour, views)));
    }
}
