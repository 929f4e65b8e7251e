package io.github.viewtally.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.TrendItems.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TrendItemsTest {

    private static final HalfLife DAY = HalfLife.DEFAULT;

    @Test
    void readsTheSumsOfOneHalfLife() {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(TrendItems.attribute(DAY, 1_280), number("77"));
        item.put(TrendItems.attribute(DAY, 1_281), number("-3"));
        item.put(TrendItems.attribute(new HalfLife(6), 1_281), number("5"));
        item.put("trend24h_", number("1"));
        item.put("trend24h_1282", number("0.5"));
        item.put("trend24h_1283", AttributeValue.fromS("many"));
        item.put("views", number("9"));
        assertThat(TrendItems.score(item, DAY)).isEqualTo(new TrendScore(Map.of(1_280L, 77L, 1_281L, -3L)));
        assertThat(TrendItems.attribute(DAY, 1_280)).isEqualTo("trend24h_1280");
        assertThat(item.keySet().stream().filter(TrendItems::isAttribute))
                .containsExactlyInAnyOrder(
                        "trend24h_1280", "trend24h_1281", "trend6h_1281", "trend24h_1282", "trend24h_1283");
    }

    @Test
    void placesAVideoByItsRankInTheListOfItsHalfLife() {
        TrendScore score = new TrendScore(Map.of(1_280L, 1_024L));
        Place place = Place.of(SummaryKey.video("5"), DAY, score);
        assertThat(place.partition()).isEqualTo("VIDEO_TREND_24h#5");
        assertThat(place.sortKey()).isEqualTo("0081921#5");
        assertThat(TrendItems.rankOf(place.sortKey())).isEqualTo(score.rank());
        assertThat(TrendItems.rankPrefix(score.rank())).isEqualTo("0081921#");
        assertThat(TrendItems.rankOf("081#5")).isZero();
    }

    @Test
    void readsAStoredPlaceOnlyIfItIsComplete() {
        Map<String, AttributeValue> item = new HashMap<>(Map.of("GSI3PK", AttributeValue.fromS("p")));
        assertThat(Place.stored(item)).isEmpty();
        item.put("GSI3SK", AttributeValue.fromS("s"));
        assertThat(Place.stored(item)).isEqualTo(Optional.of(new Place("p", "s")));
    }

    private static AttributeValue number(String number) {
        return AttributeValue.fromN(number);
    }
}
