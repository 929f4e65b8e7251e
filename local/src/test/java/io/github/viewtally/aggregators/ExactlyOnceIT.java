package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.expire;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.modify;
import static io.github.viewtally.testsupport.lambda.StreamEvents.remove;
import static io.github.viewtally.testsupport.lambda.StreamEvents.sequenceNumber;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static io.github.viewtally.testsupport.lambda.StreamEvents.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.testsupport.faults.Fault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The handlers over real transactions. */
class ExactlyOnceIT {

    private static final SummaryKey USER_0 = SummaryKey.user("0");
    private static final SummaryKey VIDEO_5 = SummaryKey.video("5");

    private TestTable table;
    private ViewAggregator views;
    private VoteAggregator votes;

    @BeforeEach
    void openTable() {
        table = new TestTable();
        views = new ViewAggregator(table.client(), TestTable.NAME);
        votes = new VoteAggregator(table.client(), TestTable.NAME);
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    @Test
    void countsAViewForItsUserAndItsVideo() {
        deliver(insert(1, view("0", "5", 42)));
        assertThat(table.counts(USER_0)).isEqualTo(new Counts(1, 42, 0, 0));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void writesSummariesWithTheAttributesOfTheDemo() {
        deliver(insert(1, view("0", "5", 42)));
        assertThat(table.get(SummaryItems.key(VIDEO_5)))
                .containsEntry("type", s("VIDEO_SUMMARY"))
                .containsEntry("videoId", s("5"))
                .containsEntry("GSI1PK", s("VIDEO#5"))
                .containsEntry("GSI1SK", s("SUMMARY"))
                .containsEntry("views", n(1))
                .containsEntry("duration", n(42))
                .containsEntry("likes", n(0))
                .containsEntry("dislikes", n(0))
                .containsEntry("GSI2SK", s("001#5"));
        assertThat(table.get(SummaryItems.key(USER_0)))
                .containsEntry("type", s("USER_SUMMARY"))
                .containsEntry("userId", s("0"))
                .doesNotContainKeys("GSI1PK", "GSI1SK");
    }

    @Test
    void countsTheViewsOfEachHourOfAVideo() {
        Map<String, AttributeValue> early = view("0", "5", 42, "2022-01-02T00:59:59.999999+00:00");
        Map<String, AttributeValue> late = view("0", "5", 10, "2022-01-02T01:00:00.000+00:00");
        deliver(insert(1, early), insert(2, late), insert(3, view("1", "5", 7, "2022-01-02T01:30:00+00:00")));
        deliver(insert(1, early), insert(2, late));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("duration", n(42));
        assertThat(hour("2022-01-02T01")).containsEntry("views", n(2)).containsEntry("duration", n(17));

        deliver(remove(4, early), modify(5, late, view("0", "5", 15, "2022-01-02T01:00:00.000+00:00")));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(0)).containsEntry("duration", n(0));
        assertThat(hour("2022-01-02T01"))
                .containsEntry("type", s("VIDEO_HOUR"))
                .containsEntry("videoId", s("5"))
                .containsEntry("views", n(2))
                .containsEntry("duration", n(22));
    }

    @Test
    void countsInItsHourWhateverHasACountHoweverItsTimestampIsSpelled() {
        List<String> spellings = Timestamps.spellings(Instant.parse("2022-01-02T00:30:25Z"));
        List<DynamodbStreamRecord> inserted = new ArrayList<>();
        List<DynamodbStreamRecord> removed = new ArrayList<>();
        for (int i = 0; i < spellings.size(); i++) {
            String spelling = spellings.get(i).replaceAll("0(?=[Z+])", "9");
            inserted.add(insert(1 + i, view("0", "5", 10, spelling)));
            removed.add(remove(101 + i, view("0", "5", 10, spelling)));
        }
        deliver(inserted.toArray(DynamodbStreamRecord[]::new));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(20)).containsEntry("duration", n(200));
        deliver(removed.toArray(DynamodbStreamRecord[]::new));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(0)).containsEntry("duration", n(0));
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    @Test
    void keepsNoHourOfAViewWhoseTimestampIsNone() {
        deliver(insert(1, view("0", "5", 42, "yesterday")));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
        assertThat(hour("yesterday")).isEmpty();
    }

    private Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> hour(String hour) {
        return table.get(HourItems.key(new VideoHour("5", hour)));
    }

    @Test
    void ranksSummariesByTheirViews() {
        deliver(someViews(1, 3));
        assertThat(rank(VIDEO_5)).isEqualTo("007#5");
        deliver(someViews(4, 50));
        assertThat(rank(VIDEO_5)).isEqualTo("023#5");
        assertThat(rank(USER_0)).isEqualTo("014#0");
        deliver(
                remove(51, view("0", "5", 10, "2022-01-02T00:30:10")),
                remove(52, view("0", "5", 10, "2022-01-02T00:30:20")));
        assertThat(rank(USER_0)).isEqualTo("013#0");
    }

    @Test
    void ranksWhatAVoteHasMadeOnceItIsViewed() {
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        assertThat(rank(VIDEO_5)).isEqualTo("000#5");
        deliver(insert(2, view("0", "5", 42)));
        assertThat(rank(VIDEO_5)).isEqualTo("001#5");
    }

    /** Another writer was faster, or the places could not be read. */
    @Test
    void mendsAWrongRankWhenItCountsAgain() {
        deliver(someViews(1, 49));
        table.client().updateItem(request -> request.tableName(TestTable.NAME)
                .key(SummaryItems.key(VIDEO_5))
                .updateExpression("SET GSI2SK = :before")
                .expressionAttributeValues(Map.of(":before", s("001#5"))));
        new ViewAggregator(table.client(), TestTable.NAME).handleRequest(batch(someViews(50, 50)), patient());
        assertThat(rank(VIDEO_5)).isEqualTo("023#5");
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(50, 500, 0, 0));
    }

    @Test
    void countsThoughRanksCannotBeRead() {
        DynamoDbClient withoutReads = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("transactWriteItems")) {
                        return method.invoke(table.client(), arguments);
                    }
                    throw SdkClientException.create("no answer");
                });
        List<DynamodbStreamRecord> records = new ArrayList<>(List.of(someViews(1, 50)));
        for (int i = 51; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 10)));
        }
        TimeWindowEventResponse response =
                new ViewAggregator(withoutReads, TestTable.NAME).handleRequest(batch(records), patient());
        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 3_000, 0, 0));
    }

    @Test
    void placesASummaryAgainThatWasDeletedBetweenTheReadAndTheTransaction() {
        deliver(someViews(1, 5));
        DynamoDbClient deleting = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(table.client(), arguments);
                    if (method.getName().equals("batchGetItem")) {
                        table.client().deleteItem(request -> request.tableName(TestTable.NAME)
                                .key(SummaryItems.key(VIDEO_5)));
                    }
                    return answer;
                });
        new ViewAggregator(deleting, TestTable.NAME).handleRequest(batch(someViews(6, 10)), patient());
        new ViewAggregator(table.client(), TestTable.NAME).handleRequest(batch(someViews(11, 15)), patient());

        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(10, 100, 0, 0));
        assertThat(table.get(SummaryItems.key(VIDEO_5)))
                .containsKeys(Keys.TYPE, Keys.VIDEO_ID, Keys.GSI1PK, Keys.GSI2SK);
    }

    @Test
    void movesTheRanksOfABatchOfManyGroups() {
        for (int round = 1; round <= 3; round++) {
            List<DynamodbStreamRecord> records = new ArrayList<>();
            for (int i = 1; i <= 500; i++) {
                String when = "2022-01-02T00:3" + round + ":00.000000+00:00";
                records.add(insert(500 * round + i, view("u" + i, "5", 1, when)));
            }
            assertThat(views.handleRequest(batch(records), patient()).getBatchItemFailures())
                    .isEmpty();
        }
        for (int i = 1; i <= 500; i++) {
            SummaryKey user = SummaryKey.user("u" + i);
            assertThat(rank(user)).isEqualTo(Keys.summaryRank(user, 3));
        }
        assertThat(rank(VIDEO_5)).isEqualTo(Keys.summaryRank(VIDEO_5, 1_500));
    }

    private String rank(SummaryKey subject) {
        return table.get(SummaryItems.key(subject)).get("GSI2SK").s();
    }

    @Test
    void countsABatchThatIsDeliveredTwiceOnce() {
        DynamodbStreamRecord[] records = someViews(1, 50);
        deliver(records);
        deliver(records);
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(50, 500, 0, 0));
    }

    @Test
    void countsOnceWhatIsDeliveredAgainFromTheMiddleTogetherWithNewRecords() {
        deliver(someViews(1, 50));
        deliver(someViews(20, 80));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(80, 800, 0, 0));
    }

    @Test
    void countsOnceWhatIsCutOtherwiseWhenDeliveredAgain() {
        deliver(someViews(1, 30));
        deliver(someViews(1, 10));
        deliver(someViews(11, 60));
        deliver(someViews(5, 45));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(60, 600, 0, 0));
    }

    @Test
    void countsARecordThatStandsTwiceInABatchOnce() {
        deliver(insert(1, view("0", "5", 42)), insert(1, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void countsABatchOfManyMoreUsersThanATransactionHolds() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        assertThat(views.handleRequest(batch(records), patient()).getBatchItemFailures())
                .isEmpty();
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(500, 500, 0, 0));
        assertThat(table.counts(SummaryKey.user("u500"))).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void goesOnWhereABatchFailedHalfWay() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        int[] remainingMillis = {60_000};
        ViewAggregator failing = new ViewAggregator(failingFromCall(3, remainingMillis), TestTable.NAME);
        TimeWindowEventResponse response = failing.handleRequest(batch(records), context(() -> remainingMillis[0]));
        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly(sequenceNumber(1));
        // The items are changed in the order of their names, the video's last: two transactions hold 198 users.
        assertThat(summaries()).isEqualTo(198);
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);

        deliver(records.toArray(DynamodbStreamRecord[]::new));
        assertThat(summaries()).isEqualTo(301);
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 300, 0, 0));
        assertThat(table.counts(SummaryKey.user("u1"))).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(table.counts(SummaryKey.user("u99"))).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void goesOnWhereABatchFailedHalfWayThoughItIsCutOtherwise() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        int[] remainingMillis = {60_000};
        new ViewAggregator(failingFromCall(3, remainingMillis), TestTable.NAME)
                .handleRequest(batch(records.subList(0, 250)), context(() -> remainingMillis[0]));

        deliver(records.subList(0, 120).toArray(DynamodbStreamRecord[]::new));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(120, 120, 0, 0));
        deliver(records.subList(120, 200).toArray(DynamodbStreamRecord[]::new));
        deliver(records.subList(200, 300).toArray(DynamodbStreamRecord[]::new));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 300, 0, 0));
        for (int i = 1; i <= 300; i++) {
            assertThat(table.counts(SummaryKey.user("u" + i))).isEqualTo(new Counts(1, 1, 0, 0));
        }
        assertThat(table.get(EventItems.key(Keys.checkpoint("views", "shardId-00000001"), Keys.CHECKPOINT)))
                .doesNotContainKeys("leadThrough", "leadUpTo");
    }

    private long summaries() {
        return table.allItems().stream()
                .filter(item -> item.get(Keys.SK).s().equals(Keys.SUMMARY))
                .count();
    }

    @Test
    void countsOnceWhenTheAnswerOfDynamoDbIsLost() {
        ViewAggregator answersLost = new ViewAggregator(losingAnswers(2), TestTable.NAME);
        TimeWindowEventResponse response = answersLost.handleRequest(batch(someViews(1, 50)), patient());
        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(50, 500, 0, 0));
    }

    @Test
    void subtractsARemovedEvent() {
        deliver(insert(1, view("0", "5", 42)), insert(2, view("0", "5", 8, "2022-01-02T00:31:00.000000+00:00")));
        deliver(remove(3, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 8, 0, 0));
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        deliverVotes(remove(2, vote("0", "5", VoteType.LIKE)));
        assertThat(table.counts(USER_0)).isEqualTo(new Counts(1, 8, 0, 0));
    }

    @Test
    void movesByTheDifferenceWhenAnEventChanges() {
        deliver(insert(1, view("0", "5", 42)));
        deliver(modify(2, view("0", "5", 42), view("0", "5", 60)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 60, 0, 0));
        deliverVotes(insert(1, vote("0", "5", VoteType.LIKE)));
        deliverVotes(modify(2, vote("0", "5", VoteType.LIKE), vote("0", "5", VoteType.DISLIKE)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 60, 0, 1));
    }

    @Test
    void keepsCountingWhatTimeToLiveRemoves() {
        deliver(insert(1, view("0", "5", 42)));
        deliver(expire(2, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void makesNoSummaryForWhatComesToNothing() {
        deliver(insert(1, view("0", "5", 42)), remove(2, view("0", "5", 42)));
        assertThat(table.get(SummaryItems.key(VIDEO_5))).isEmpty();
        assertThat(table.get(EventItems.key(Keys.checkpoint("views", "shardId-00000001"), Keys.CHECKPOINT)))
                .containsEntry("sequenceNumber", s("0".repeat(19) + "200000000000000000000"));
    }

    @Test
    void subtractsAViewThatBecomesSomethingElse() {
        Map<String, AttributeValue> other = new HashMap<>(view("0", "5", 42));
        other.put("type", new AttributeValue().withS("NOTE"));
        deliver(insert(1, view("0", "5", 42)));
        deliver(modify(2, view("0", "5", 42), other));
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    @Test
    void putsARecordThatCannotBeCountedIntoQuarantineAndGoesOn() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.put("duration", new AttributeValue().withS("long"));
        deliver(
                insert(1, view("0", "5", 42)),
                insert(2, malformed),
                insert(3, view("0", "5", 8, "2022-01-02T00:31:00.000000+00:00")));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(2, 50, 0, 0));
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> quarantined = table.get(
                EventItems.key("QUARANTINE#views", "shardId-00000001#" + "0".repeat(19) + "200000000000000000000"));
        assertThat(quarantined).containsEntry("type", s("QUARANTINED")).containsKeys("reason", "expiresAt");
        assertThat(quarantined.get("record").s()).contains("\"duration\":{\"S\":\"long\"}");
    }

    @Test
    void countsAQuarantinedEventWhenItsItemIsMendedAndNothingWhenItIsDeleted() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.put("duration", new AttributeValue().withS("long"));
        deliver(insert(1, malformed));
        deliver(modify(2, malformed, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
        deliver(insert(3, malformed), remove(4, malformed));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void quarantinesManyRecordsInOneBatch() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.remove("userId");
        deliver(IntStream.rangeClosed(1, 120)
                .mapToObj(i -> insert(i, malformed))
                .toArray(DynamodbStreamRecord[]::new));
        assertThat(table.allItems()).hasSize(121);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"N1E+38", "N1E+125", "N1E-130", "N-1E+125", "Sforty-four"})
    void goesOnThoughACounterCannotBeAddedToAndQuarantinesTheChangeOnce(String stored) {
        var number = stored.startsWith("N")
                ? software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(stored.substring(1))
                : s(stored.substring(1));
        putCounter(SummaryItems.key(VIDEO_5), "VIDEO_SUMMARY", number);
        putCounter(HourItems.key(new VideoHour("6", "2022-01-02T00")), "VIDEO_HOUR", number);
        DynamodbStreamRecord[] records = {
            insert(1, view("0", "5", 42)), insert(2, view("0", "6", 8)), insert(3, view("0", "5", 8, "yesterday"))
        };

        deliver(records);
        deliver(records);

        assertThat(table.counts(USER_0)).isEqualTo(new Counts(3, 58, 0, 0));
        assertThat(table.counts(SummaryKey.video("6"))).isEqualTo(new Counts(1, 8, 0, 0));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("duration", n(42));
        assertThat(quarantined())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.get("reason").s()).contains("cannot be added to views"))
                .anySatisfy(item -> assertThat(item)
                        .containsEntry("item", s("VIDEO#5/SUMMARY"))
                        .containsEntry("views", n(2))
                        .containsEntry("duration", n(50))
                        .containsKey("expiresAt"))
                .anySatisfy(item -> assertThat(item)
                        .containsEntry("item", s("VIDEO#6/HOUR#2022-01-02T00"))
                        .containsEntry("views", n(1))
                        .containsEntry("duration", n(8)));
    }

    @Test
    void addsExactlyToCountersBeyond64Bits() {
        putCounter(
                SummaryItems.key(VIDEO_5),
                "VIDEO_SUMMARY",
                software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN("9223372036854775807"));

        deliver(insert(1, view("0", "5", 42)));
        deliver(insert(2, view("1", "5", 42)));

        assertThat(table.get(SummaryItems.key(VIDEO_5)).get("views").n()).isEqualTo("9223372036854775809");
        assertThat(rank(VIDEO_5)).isEqualTo("252#5");
        assertThat(quarantined()).isEmpty();
    }

    private void putCounter(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> key,
            String type,
            software.amazon.awssdk.services.dynamodb.model.AttributeValue views) {
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item = new HashMap<>(key);
        item.put("type", s(type));
        item.put("videoId", s(key.get("PK").s().substring("VIDEO#".length())));
        item.put("views", views);
        item.put("GSI2PK", s("VIDEO_SUMMARY#0"));
        item.put("GSI2SK", s("001#5"));
        table.put(item);
    }

    private List<Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>> quarantined() {
        return table.allItems().stream()
                .filter(item -> s("QUARANTINE#views").equals(item.get("PK")))
                .toList();
    }

    @Test
    void keepsThePositionsOfShardsAndAggregatorsApart() {
        deliver(insert(5, view("0", "5", 42)));
        DynamodbTimeWindowEvent otherShard = batch(insert(3, view("1", "5", 8)));
        otherShard.setShardId("shardId-00000002");
        views.handleRequest(otherShard, patient());
        deliverVotes(insert(2, vote("0", "5", VoteType.LIKE)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(2, 50, 1, 0));
    }

    @Test
    void answersTheLastInvocationOfAWindowWithItsState() {
        DynamodbTimeWindowEvent last = batch();
        last.setIsFinalInvokeForWindow(true);
        last.setState(Map.of("kept", "as it was"));
        TimeWindowEventResponse response = views.handleRequest(last, patient());
        assertThat(response.getState()).containsEntry("kept", "as it was");
        assertThat(response.getBatchItemFailures()).isEmpty();
    }

    @Test
    void refusesABatchThatDoesNotNameItsShard() {
        DynamodbTimeWindowEvent event = batch(insert(1, view("0", "5", 42)));
        event.setShardId(null);
        assertThatThrownBy(() -> views.handleRequest(event, patient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TumblingWindowInSeconds");
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    private void deliver(DynamodbStreamRecord... records) {
        assertThat(views.handleRequest(batch(records), patient()).getBatchItemFailures())
                .isEmpty();
    }

    private void deliverVotes(DynamodbStreamRecord... records) {
        assertThat(votes.handleRequest(batch(records), patient()).getBatchItemFailures())
                .isEmpty();
    }

    private static DynamodbStreamRecord[] someViews(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> insert(i, view(Integer.toString(i % 5), "5", 10, "2022-01-02T00:30:" + i)))
                .toArray(DynamodbStreamRecord[]::new);
    }

    @Test
    void beginsNoGroupThatCouldOutlastTheInvocation() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        TimeWindowEventResponse response = views.handleRequest(batch(records), context(() -> 1_000));
        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly(sequenceNumber(1));
        assertThat(summaries()).isEqualTo(99);
    }

    /** An invocation with time for retries. */
    private static Context patient() {
        return context(() -> 60_000);
    }

    private static Context context(IntSupplier remainingMillis) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return remainingMillis.getAsInt();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** From one call on all fail, and the invocation has no time left for another. */
    private DynamoDbClient failingFromCall(int first, int[] remainingMillis) {
        int[] calls = {0};
        return wrapped(transact -> {
            if (++calls[0] >= first) {
                remainingMillis[0] = 0;
                throw SdkClientException.create("no connection");
            }
            return transact.run();
        });
    }

    private DynamoDbClient losingAnswers(int howMany) {
        int[] calls = {0};
        return wrapped(transact -> {
            Object answer = transact.run();
            if (++calls[0] <= howMany) {
                throw SdkClientException.create("the answer was lost");
            }
            return answer;
        });
    }

    private interface Call {
        Object run() throws Exception;
    }

    private interface Fault {
        Object around(Call call) throws Exception;
    }

    private DynamoDbClient wrapped(Fault fault) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    Call call = () -> {
                        try {
                            return method.invoke(table.client(), arguments);
                        } catch (InvocationTargetException e) {
                            throw (Exception) e.getCause();
                        }
                    };
                    return method.getName().equals("transactWriteItems") ? fault.around(call) : call.run();
                });
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue s(String text) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(text);
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue n(long number) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(Long.toString(number));
    }
}
