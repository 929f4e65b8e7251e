package io.github.viewtally.api.storage;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A reader of the events of video v, over a table in memory and with a clock that the test moves. */
abstract class VideoEventsFixture {

    static final String VIDEO = "v";

    final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    final AtomicLong nanoTime = new AtomicLong();

    /** Items that running reads of several partitions have reserved, and the highest number so far. */
    int reserved;

    int maxReserved;

    private Context context;
    VideoEvents events;

    @BeforeEach
    void createReader(Vertx vertx) {
        context = vertx.getOrCreateContext();
        TableConfig table = new TableConfig(
                FakeDynamoDb.TABLE,
                Optional.empty(),
                Duration.ofSeconds(20),
                null,
                new SpreadBounds(500, 64),
                HalfLife.DEFAULT,
                false);
        events = new VideoEvents(
                dynamoDb,
                new TableReader(dynamoDb, table, context),
                new SpreadStore(dynamoDb, FakeDynamoDb.TABLE, context, nanoTime::get),
                table,
                context,
                this::count);
    }

    @AfterEach
    void closeTable() {
        dynamoDb.close();
    }

    private <T> Future<T> count(int items, Supplier<Future<T>> read) {
        reserved += items;
        maxReserved = Math.max(maxReserved, reserved);
        return read.get().onComplete(end -> reserved -= items);
    }

    /** Stores the number of partitions, and waits until every reader knows it. */
    void spreadOver(int partitions) {
        dynamoDb.store(SpreadItems.toItem(VIDEO, partitions));
        nanoTime.addAndGet(SpreadStore.CACHE_TIME.toNanos());
    }

    /** Stores a view as a writer does that knows a number of partitions. */
    void store(View view, int partitions) {
        dynamoDb.store(placed(EventItems.toItem(view), partitions));
    }

    /** Stores a vote as a writer does that knows a number of partitions. */
    void store(Vote vote, int partitions) {
        dynamoDb.store(placed(EventItems.toItem(vote), partitions));
    }

    private static Map<String, AttributeValue> placed(Map<String, AttributeValue> event, int partitions) {
        Map<String, AttributeValue> item = new HashMap<>(event);
        String video = event.get(Keys.VIDEO_ID).s();
        String user = event.get(Keys.USER_ID).s();
        item.put(Keys.GSI1PK, AttributeValue.fromS(SpreadItems.indexPartition(video, user, partitions)));
        return item;
    }

    /** Returns a page of views whose timestamps are in a range, both ends included. */
    ItemPage<View> views(
            boolean isAscending, String from, String to, int limit, Optional<Map<String, AttributeValue>> after)
            throws TimeoutException {
        return beginViews(isAscending, from, to, limit, after).await(20, SECONDS);
    }

    /** Begins to read a page of views. */
    Future<ItemPage<View>> beginViews(
            boolean isAscending, String from, String to, int limit, Optional<Map<String, AttributeValue>> after) {
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression("GSI1PK = :partition AND GSI1SK BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":partition", AttributeValue.fromS(Keys.video(VIDEO)),
                        ":from", AttributeValue.fromS("VIEW#" + from),
                        ":to", AttributeValue.fromS("VIEW#" + to + "$")))
                .scanIndexForward(isAscending)
                .limit(limit + 1)
                .exclusiveStartKey(after.map(VideoEventsFixture::startKey).orElse(null))
                .build();
        return begin(() -> events.page(VIDEO, query, EventItems::toView, limit));
    }

    /** Returns a page of votes. */
    ItemPage<Vote> votes(VoteType type, int limit, Optional<Map<String, AttributeValue>> after)
            throws TimeoutException {
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression("GSI1PK = :partition AND begins_with(GSI1SK, :votes)")
                .expressionAttributeValues(Map.of(
                        ":partition", AttributeValue.fromS(Keys.video(VIDEO)),
                        ":votes", AttributeValue.fromS(type + "#")))
                .limit(limit + 1)
                .exclusiveStartKey(after.map(VideoEventsFixture::startKey).orElse(null))
                .build();
        return begin(() -> events.page(VIDEO, query, EventItems::toVote, limit)).await(20, SECONDS);
    }

    /** The key that a cursor leads to: without the partition in which the event was. */
    private static Map<String, AttributeValue> startKey(Map<String, AttributeValue> resumeAfter) {
        return Map.of(
                Keys.GSI1PK, AttributeValue.fromS(Keys.video(VIDEO)),
                Keys.GSI1SK, resumeAfter.get(Keys.GSI1SK),
                Keys.PK, resumeAfter.get(Keys.PK),
                Keys.SK, resumeAfter.get(Keys.SK));
    }

    private <T> Future<T> begin(Supplier<Future<T>> read) {
        Promise<T> result = Promise.promise();
        context.runOnContext(go -> read.get().onComplete(result));
        return result.future();
    }
}
