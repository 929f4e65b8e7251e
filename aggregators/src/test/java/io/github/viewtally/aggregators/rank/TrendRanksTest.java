package io.github.viewtally.aggregators.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.TrendItems;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TrendRanksTest {

    private static final HalfLife DAY = HalfLife.DEFAULT;

    private final TrendRanks ranks = new TrendRanks(DAY, InstantSource.fixed(Instant.parse("2026-01-02T10:30:00Z")));

    @Test
    void removesNoMoreOldSumsThanAnExpressionCanHave() {
        SummaryDelta view = new SummaryDelta(
                SummaryKey.video("5"),
                new Counts(1, 10, 0, 0),
                Counts.ZERO,
                new HourlyViews(Map.of("2026-01-02T10", 1L)));
        Map<String, AttributeValue> item = new HashMap<>();
        for (int epoch = 800; epoch < 1_000; epoch++) {
            item.put(TrendItems.attribute(DAY, epoch), AttributeValue.fromN("1024"));
        }
        for (int moves = 0; moves < 4; moves++) {
            List<String> removed = ranks.oldAttributes(view, item);
            assertThat(removed).hasSize(TrendRanks.MAX_REMOVED);
            item.keySet().removeAll(removed);
        }
        assertThat(item).isEmpty();
    }
}
