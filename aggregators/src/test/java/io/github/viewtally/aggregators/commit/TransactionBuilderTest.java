package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.HourDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedRecord;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.TrendItems.Place;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

class TransactionBuilderTest {

    private static final String FOUR = "0".repeat(39) + "4";
    private static final String SIX = "0".repeat(39) + "6";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_000));
    private static final SummaryDelta VIDEO = new SummaryDelta(SummaryKey.video("5"), new Counts(2, 20, 0, -1));

    private final TransactionBuilder builder = new TransactionBuilder(
            "views", "table", new QuarantineItems("views", "table", CLOCK), HalfLife.DEFAULT, CLOCK);

    @Test
    void movesTheCheckpointUnderACondition() {
        Update checkpoint = build(plan(List.of(), Optional.empty(), Optional.of(SIX), Optional.empty()))
                .get(0)
                .update();
        assertThat(checkpoint.key()).isEqualTo(Map.of("PK", text("POSITION#views#shard"), "SK", text("POSITION")));
        assertThat(checkpoint.conditionExpression())
                .isEqualTo("attribute_not_exists(sequenceNumber)"
                        + " OR (sequenceNumber < :first AND attribute_not_exists(leadThrough)"
                        + " AND attribute_not_exists(deferredDeltas))");
        assertThat(checkpoint.updateExpression())
                .isEqualTo("SET #type = :type, expiresAt = :expiresAt, sequenceNumber = :through");
        assertThat(checkpoint.expressionAttributeValues())
                .containsEntry(":first", text(FOUR))
                .containsEntry(":through", text(SIX))
                .containsEntry(":expiresAt", AttributeValue.fromN("2593000"));
        assertThat(checkpoint.returnValuesOnConditionCheckFailureAsString()).isEqualTo("ALL_OLD");
    }

    @Test
    void expectsAndReplacesAPartialCheckpoint() {
        PartialCheckpoint expected = new PartialCheckpoint(new SequenceNumber(SIX), "USER#a/SUMMARY");
        PartialCheckpoint next = new PartialCheckpoint(new SequenceNumber(SIX), "VIDEO#5/SUMMARY");
        Update moved = build(plan(List.of(), Optional.of(expected), Optional.empty(), Optional.of(next)))
                .get(0)
                .update();
        assertThat(moved.conditionExpression())
                .isEqualTo("sequenceNumber < :first AND leadThrough = :leadThrough AND leadUpTo = :leadUpTo"
                        + " AND attribute_not_exists(deferredDeltas)");
        assertThat(moved.updateExpression())
                .endsWith("sequenceNumber = if_not_exists(sequenceNumber, :through)"
                        + ", leadThrough = :nextThrough, leadUpTo = :nextUpTo, leadVersion = :nextVersion");
        assertThat(moved.expressionAttributeValues())
                .containsEntry(":leadUpTo", text("USER#a/SUMMARY"))
                .containsEntry(":nextUpTo", text("VIDEO#5/SUMMARY"));
        Update ended = build(plan(List.of(), Optional.of(expected), Optional.of(SIX), Optional.empty()))
                .get(0)
                .update();
        assertThat(ended.updateExpression())
                .endsWith("sequenceNumber = :through REMOVE leadThrough, leadUpTo, leadVersion");
    }

    @Test
    void expectsAndReplacesTheDeferredChanges() {
        DeferredDeltas one = DeferredDeltas.NONE.plus(VIDEO);
        DeferredDeltas two = one.plus(new SummaryDelta(SummaryKey.user("a"), new Counts(1, 10, 0, 0)));
        TransactionPlan plan = plan(List.of(), Optional.empty(), Optional.of(SIX), Optional.empty());
        Update first = build(plan.deferring(List.of(), DeferredDeltas.NONE, one))
                .get(0)
                .update();
        assertThat(first.updateExpression()).endsWith("sequenceNumber = :through, deferredDeltas = :nextDeferred");
        assertThat(first.expressionAttributeValues()).containsEntry(":nextDeferred", one.toAttribute());
        Update more = build(plan.deferring(List.of(), one, two)).get(0).update();
        assertThat(more.conditionExpression())
                .isEqualTo("sequenceNumber < :first AND attribute_not_exists(leadThrough)"
                        + " AND deferredDeltas = :deferred");
        assertThat(more.expressionAttributeValues())
                .containsEntry(":deferred", one.toAttribute())
                .containsEntry(":nextDeferred", two.toAttribute());
        Update same = build(plan.deferring(List.of(), two, two)).get(0).update();
        assertThat(same.updateExpression()).doesNotContain("deferredDeltas");
        assertThat(same.expressionAttributeValues()).containsKey(":deferred").doesNotContainKey(":nextDeferred");
        Update last = build(plan.deferring(List.of(), one, DeferredDeltas.NONE))
                .get(0)
                .update();
        assertThat(last.updateExpression()).endsWith("sequenceNumber = :through REMOVE deferredDeltas");
    }

    @Test
    void addsToTheCountersOfASummary() {
        Update kept = summary(new IndexUpdates.Keep());
        assertThat(kept.key()).isEqualTo(Map.of("PK", text("VIDEO#5"), "SK", text("SUMMARY")));
        assertThat(kept.updateExpression())
                .isEqualTo("ADD #views :views, #duration :duration, likes :likes, dislikes :dislikes");
        assertThat(kept.expressionAttributeValues())
                .isEqualTo(Map.of(
                        ":views", AttributeValue.fromN("2"),
                        ":duration", AttributeValue.fromN("20"),
                        ":likes", AttributeValue.fromN("0"),
                        ":dislikes", AttributeValue.fromN("-1")));
    }

    /** The second epoch starts 16 days after the first one. A view weighs twice as much as one a day before. */
    @Test
    void addsTheWeightsOfTheViewsOfAVideo() {
        SummaryDelta views = VIDEO.with(
                VIDEO.delta(),
                Counts.ZERO,
                new HourlyViews(Map.of("1970-01-17T00", 3L, "1970-01-18T00", -1L, "1970-01-16T23", 1L)));
        Update added = build(views, new IndexUpdates.Keep());
        assertThat(added.updateExpression())
                .isEqualTo("ADD #views :views, #duration :duration, likes :likes, dislikes :dislikes"
                        + ", trend24h_0 :trend24h_0, trend24h_1 :trend24h_1");
        assertThat(added.expressionAttributeValues())
                .containsEntry(":trend24h_0", AttributeValue.fromN(Long.toString(1_990L << 15)))
                .containsEntry(":trend24h_1", AttributeValue.fromN(Long.toString(3 * 1_024 - 2_048)));
    }

    @Test
    void writesThePlaceInTheListByTrend() {
        Place place = new Place("VIDEO_TREND_24h#1", "0000042#5");
        Update moved = summary(
                new IndexUpdates.Move(Optional.empty(), Optional.of(place), List.of("trend24h_1", "trend6h_8")));
        assertThat(moved.updateExpression())
                .isEqualTo("SET GSI3PK = :trendPartition, GSI3SK = :trendRank"
                        + " ADD #views :views, #duration :duration, likes :likes, dislikes :dislikes"
                        + " REMOVE trend24h_1, trend6h_8");
        assertThat(moved.expressionAttributeValues())
                .containsEntry(":trendPartition", text("VIDEO_TREND_24h#1"))
                .containsEntry(":trendRank", text("0000042#5"))
                .doesNotContainKey(":rank");
        assertThat(summary(new IndexUpdates.Move(Optional.of("027#5"), Optional.of(place), List.of()))
                        .updateExpression())
                .startsWith("SET GSI2SK = :rank, GSI3PK = :trendPartition, GSI3SK = :trendRank ADD ");
        assertThat(summary(new IndexUpdates.Create(Optional.of(place))).updateExpression())
                .startsWith("SET GSI3PK = if_not_exists(GSI3PK, :trendPartition),"
                        + " GSI3SK = if_not_exists(GSI3SK, :trendRank), GSI2SK = if_not_exists(");
    }

    /** DynamoDB refuses an expression that leaves out a value. */
    @Test
    void usesEachValueOfASummaryWhoseViewsMoveToAnotherHour() {
        SummaryDelta moved = VIDEO.with(
                Counts.ZERO, Counts.ZERO, new HourlyViews(Map.of("1970-01-02T00", 1L, "1970-01-01T00", -1L)));
        Update created =
                build(moved, new IndexUpdates.Create(Optional.of(new Place("VIDEO_TREND_24h#1", "0000042#5"))));
        assertThat(created.expressionAttributeValues().keySet())
                .contains(":trendRank", ":rank")
                .allSatisfy(value -> assertThat(created.updateExpression()).contains(value));
    }

    @Test
    void writesTheIndexAttributesThatTheSummaryNeeds() {
        assertThat(summary(new IndexUpdates.Move("027#5")).updateExpression()).startsWith("SET GSI2SK = :rank ADD ");
        assertThat(summary(new IndexUpdates.Move("027#5")).expressionAttributeValues())
                .containsEntry(":rank", text("027#5"));
        Update created = summary(new IndexUpdates.Create());
        assertThat(created.updateExpression())
                .startsWith("SET GSI2SK = if_not_exists(GSI2SK, :rank), #type = :type, videoId = :id,"
                        + " GSI2PK = :bucket, GSI1PK = :partition, GSI1SK = :summary ADD ");
        assertThat(created.expressionAttributeValues())
                .containsEntry(":rank", text("005#5"))
                .containsEntry(":type", text("VIDEO_SUMMARY"))
                .containsEntry(":partition", text("VIDEO#5"));
    }

    @Test
    void leavesABucketOfTheSiteOutOfAllIndexes() {
        SummaryDelta site = new SummaryDelta(SummaryKey.site(3), new Counts(2, 20, 0, -1));
        HourKey hour = new HourKey(site.key(), "2022-01-02T10");
        List<TransactWriteItem> items = build(plan(
                List.of(site, new HourDelta(hour, new Counts(2, 20, 0, 0))),
                Optional.empty(),
                Optional.of(SIX),
                Optional.empty()));
        Update summary = items.get(1).update();
        assertThat(summary.key()).isEqualTo(Map.of("PK", text("SITE#3"), "SK", text("SUMMARY")));
        assertThat(summary.updateExpression())
                .isEqualTo("SET #type = :type, siteBucket = :id"
                        + " ADD #views :views, #duration :duration, likes :likes, dislikes :dislikes");
        assertThat(summary.expressionAttributeValues())
                .containsEntry(":type", text("SITE_SUMMARY"))
                .containsEntry(":id", text("3"))
                .hasSize(6);
        assertThat(items.get(2).update().key())
                .isEqualTo(Map.of("PK", text("SITE#3"), "SK", text("HOUR#2022-01-02T10")));
        assertThat(items.get(2).update().expressionAttributeValues()).containsEntry(":type", text("SITE_HOUR"));
    }

    @Test
    void writesQuarantinedRecords() {
        List<TransactWriteItem> items = build(plan(
                List.of(new QuarantinedRecord(Changes.malformed(4))),
                Optional.empty(),
                Optional.of(SIX),
                Optional.empty()));
        assertThat(items.get(1).put().item())
                .containsEntry("PK", text("QUARANTINE#views"))
                .containsEntry("SK", text("shard#" + FOUR))
                .containsEntry("expiresAt", AttributeValue.fromN("7777000"))
                .containsKey("record");
    }

    private Update summary(IndexUpdates.IndexUpdate indexUpdate) {
        return build(VIDEO, indexUpdate);
    }

    private Update build(SummaryDelta update, IndexUpdates.IndexUpdate indexUpdate) {
        TransactionPlan plan = plan(List.of(update), Optional.empty(), Optional.of(SIX), Optional.empty());
        return builder.build("shard", plan, summary -> indexUpdate)
                .transactItems()
                .get(1)
                .update();
    }

    private List<TransactWriteItem> build(TransactionPlan plan) {
        return builder.build("shard", plan, IndexUpdates.UNKNOWN).transactItems();
    }

    private static TransactionPlan plan(
            List<ItemUpdate> updates,
            Optional<PartialCheckpoint> expected,
            Optional<String> committed,
            Optional<PartialCheckpoint> next) {
        return new TransactionPlan(
                updates, new SequenceNumber(FOUR), expected, committed.map(SequenceNumber::new), next);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
