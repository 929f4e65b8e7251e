package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.TrendItems.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AuditedTrendTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");
    private static final long LATEST = 9;

    private final Map<String, AttributeValue> stored = new HashMap<>(Map.of(
            "PK", text("VIDEO#v"),
            "SK", text("SUMMARY"),
            "type", text("VIDEO_SUMMARY"),
            "videoId", text("v"),
            "views", number(3),
            "GSI1PK", text("VIDEO#v"),
            "GSI1SK", text("SUMMARY"),
            "GSI2PK", text(RankKeys.summaryBucket(VIDEO)),
            "GSI2SK", text(RankKeys.summaryRank(VIDEO, 3))));

    @Test
    void findsNothingInARightTrend() {
        store(5, 2_048);
        store(6, 1_024);
        place(Map.of(5L, 2_048L, 6L, 1_024L));
        AuditedItem item = item(Map.of(1L, 7L, 5L, 2_048L, 6L, 1_024L));
        assertThat(item.needsRepair()).isFalse();
        assertThat(item.trendDrift()).isEmpty();
    }

    @Test
    void comparesOnlyTheTwoNewestEpochs() {
        store(4, 99);
        store(6, 1_025);
        store(12, 5);
        AuditedItem item = item(Map.of(3L, 7L, 5L, 2_048L, 6L, 1_024L));
        assertThat(item.trendDrift()).isEqualTo(Map.of("trend24h_5", -2_048L, "trend24h_6", 1L));
        assertThat(Finding.of(item).orElseThrow().fault()).hasValue("wrong trend24h_5, trend24h_6");
    }

    /** A removed view leaves a zero, so the epoch before it still matters. */
    @Test
    void expectsAPlaceByTheNewestStoredEpoch() {
        store(6, 0);
        store(5, 1_024);
        place(Map.of(5L, 1_024L, 6L, 0L));
        assertThat(item(Map.of(5L, 1_024L)).missingTrendPlace()).isEmpty();
        place(Map.of(5L, 1_024L, 6L, 1_024L));
        Place wanted = Place.of(VIDEO, HalfLife.DEFAULT, new TrendScore(Map.of(5L, 1_024L)));
        assertThat(item(Map.of(5L, 1_024L)).missingTrendPlace()).containsEntry("GSI3SK", text(wanted.sortKey()));
        assertThat(item(Map.of(5L, 1_024L)).needsRepair()).isTrue();
        assertThat(Finding.of(item(Map.of(5L, 1_024L)))).isEmpty();
    }

    /** It was counted before there was a trend, or with another half-life. */
    @Test
    void repairsASummaryWithoutATrendWithoutReportingIt() {
        stored.put("trend48h_3", number(77));
        AuditedItem item = item(Map.of(6L, 1_024L));
        assertThat(Finding.of(item)).isEmpty();
        assertThat(item.needsRepair()).isTrue();
        assertThat(item.trendDrift()).isEqualTo(Map.of("trend24h_6", -1_024L));
    }

    @Test
    void findsASumThatIsNoInteger() {
        stored.put("trend24h_6", text("many"));
        assertThat(item(Map.of(6L, 1_024L)).damagedCounters()).containsOnlyKeys("trend24h_6");
    }

    @Test
    void removesASummaryWithoutEventsOnlyIfItsSumsAreZero() {
        stored.put("views", number(0));
        store(6, 0);
        assertThat(new AuditedItem(VIDEO, "VIDEO#v/SUMMARY", stored, Counts.ZERO, trend(Map.of()), Optional.empty())
                        .isEmpty())
                .isTrue();
        assertThat(item(Map.of()).counters()).contains("trend24h_6", "views");
        store(6, 1);
        assertThat(new AuditedItem(VIDEO, "VIDEO#v/SUMMARY", stored, Counts.ZERO, trend(Map.of()), Optional.empty())
                        .isEmpty())
                .isFalse();
    }

    private AuditedItem item(Map<Long, Long> expected) {
        return new AuditedItem(
                VIDEO, "VIDEO#v/SUMMARY", stored, new Counts(3, 0, 0, 0), trend(expected), Optional.empty());
    }

    private Optional<AuditedTrend> trend(Map<Long, Long> expected) {
        return Optional.of(new AuditedTrend(VIDEO, HalfLife.DEFAULT, stored, new TrendScore(expected), LATEST));
    }

    private void store(int epoch, long sum) {
        stored.put("trend24h_" + epoch, number(sum));
    }

    private void place(Map<Long, Long> sums) {
        Place place = Place.of(VIDEO, HalfLife.DEFAULT, new TrendScore(sums));
        stored.put("GSI3PK", text(place.partition()));
        stored.put("GSI3SK", text(place.sortKey()));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
