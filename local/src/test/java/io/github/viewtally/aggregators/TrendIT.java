package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.remove;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static io.github.viewtally.testsupport.lambda.StreamEvents.vote;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.SummaryItems;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The sums from which the trend of a video is computed, and its place in the list by trend. */
class TrendIT extends AggregatorTestCase {

    /** 2022-01-02T00 is two days after the start of the epoch 1,187, and 2022-01-16T00 is the start of the next one. */
    private static final String EPOCH_1187 = "trend24h_1187";

    @Test
    void addsAWeightThatDoublesEachDay() {
        deliver(viewAt(1, "2022-01-02T00:59:59"), viewAt(2, "2022-01-03T00:00:00"), viewAt(3, "2022-01-16T23:30:00"));
        assertThat(trend()).isEqualTo(Map.of(EPOCH_1187, n(4_096 + 8_192), "trend24h_1188", n(1_990)));
        assertThat(table.get(SummaryItems.key(USER_0)).keySet()).noneMatch(name -> name.startsWith("trend"));
    }

    @Test
    void placesAVideoByItsScoreAndMovesItWithItsViews() {
        deliver(viewAt(1, "2022-01-02T00:30:00"));
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0075977#5");
        deliver(viewAt(2, "2022-01-02T00:31:00"));
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0075981#5");
        deliver(viewAt(3, "2022-01-16T00:30:00"));
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0076033#5");
        deliver(removalAt(4, "2022-01-16T00:30:00"));
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0075981#5");
        deliver(removalAt(5, "2022-01-02T00:30:00"), removalAt(6, "2022-01-02T00:31:00"));
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0000000#5");
        assertThat(trend().values()).containsOnly(n(0));
    }

    @Test
    void placesAVideoThatAVoteHasCreatedWithItsFirstView() {
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        assertThat(table.get(SummaryItems.key(VIDEO_5))).doesNotContainKeys("GSI3PK", "GSI3SK");
        deliver(viewAt(1, "2022-01-02T00:30:00"));
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0075977#5");
    }

    @Test
    void removesOldSumsWhenTheVideoMoves() {
        deliver(viewAt(1, "2022-01-02T00:30:00"), viewAt(2, "2022-01-16T00:30:00"));
        assertThat(trend()).containsOnlyKeys(EPOCH_1187, "trend24h_1188");
        deliver(viewAt(3, "2022-02-01T00:30:00"), viewAt(4, "2021-01-01T00:30:00"));
        assertThat(trend()).as("the sum of 2021 is not written").containsOnlyKeys("trend24h_1188", "trend24h_1189");
    }

    @Test
    void startsAnotherListWithAnotherHalfLife() {
        deliver(viewAt(1, "2022-01-02T00:30:00"));
        CountingSettings counting = CountingSettings.DEFAULT.withHalfLife(new HalfLife(48));
        assertThat(new ViewAggregator(table.client(), TestTable.NAME, counting)
                        .handleRequest(batch(viewAt(2, "2022-01-02T00:31:00")), patient())
                        .getBatchItemFailures())
                .isEmpty();
        assertThat(trend()).containsOnlyKeys("trend48h_593");
        assertThat(place()).startsWith("VIDEO_TREND_48h#5 ");
    }

    /** The index may have no capacity for another entry. */
    @Test
    void countsANewVideoWithoutAPlaceWhileTheIndexIsThrottled() {
        boolean[] isThrottled = {true};
        ViewAggregator aggregator = viewAggregator(RefusingClient.of(
                table.client(),
                "ThrottlingError",
                item -> isThrottled[0]
                        && item.update() != null
                        && item.update().updateExpression().contains("GSI3PK"),
                () -> {}));
        aggregator.handleRequest(batch(viewAt(1, "2022-01-02T00:30:00")), patient());
        assertThat(trend()).isEqualTo(Map.of(EPOCH_1187, n(4_096)));
        assertThat(table.get(SummaryItems.key(VIDEO_5)))
                .containsEntry("GSI2SK", s("001#5"))
                .doesNotContainKey("GSI3SK");
        isThrottled[0] = false;
        aggregator.handleRequest(batch(viewAt(2, "2022-01-02T00:31:00")), patient());
        assertThat(place()).isEqualTo("VIDEO_TREND_24h#5 0075981#5");
    }

    @Test
    void removesADamagedSumAndGoesOn() {
        deliver(viewAt(1, "2022-01-02T00:30:00"));
        table.client().updateItem(request -> request.tableName(TestTable.NAME)
                .key(SummaryItems.key(VIDEO_5))
                .updateExpression("SET " + EPOCH_1187 + " = :many")
                .expressionAttributeValues(Map.of(":many", s("many"))));
        deliver(viewAt(2, "2022-01-02T00:31:00"));
        assertThat(trend()).isEqualTo(Map.of(EPOCH_1187, n(4_096)));
        assertThat(table.get(Map.of("PK", s("AUDIT#DUE"), "SK", s("VIDEO#5/SUMMARY"))))
                .isNotEmpty();
    }

    private static DynamodbStreamRecord viewAt(int number, String time) {
        return insert(number, view("0", "5", 42, time + ".000000+00:00"));
    }

    private static DynamodbStreamRecord removalAt(int number, String time) {
        return remove(number, view("0", "5", 42, time + ".000000+00:00"));
    }

    private Map<String, AttributeValue> trend() {
        Map<String, AttributeValue> sums = new TreeMap<>(table.get(SummaryItems.key(VIDEO_5)));
        sums.keySet().removeIf(name -> !name.startsWith("trend"));
        return sums;
    }

    private String place() {
        Map<String, AttributeValue> item = table.get(SummaryItems.key(VIDEO_5));
        return item.get("GSI3PK").s() + " " + item.get("GSI3SK").s();
    }
}
