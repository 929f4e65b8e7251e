package io.github.viewtally.api.storage;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.HourItems.HourCounts;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.TrendItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads summaries and pages of items. Every read makes a bounded number of requests for any content of the table. */
public final class TableReader {

    /** A page ends after this many queries, even if it is not full; its cursor continues after the last one. */
    private static final int MAX_QUERIES_PER_PAGE = 10;

    private static final int MAX_KEYS_PER_REQUEST = 100;
    private static final int MAX_BATCH_REQUESTS = 10;
    private static final Duration UNPROCESSED_PAUSE = Duration.ofMillis(50);

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Duration maxReadTime;
    private final HalfLife halfLife;
    private final Context context;

    public TableReader(DynamoDbAsyncClient dynamoDb, TableConfig table, Context context) {
        this.dynamoDb = dynamoDb;
        this.tableName = table.name();
        this.maxReadTime = table.maxReadTime();
        this.halfLife = table.trendHalfLife();
        this.context = context;
    }

    /** Returns the totals of one user or video; zeros if it has no summary. */
    public Future<Summary> summary(SummaryKey key) {
        return CallFutures.of(
                        dynamoDb.getItem(request -> request.tableName(tableName).key(SummaryItems.key(key))), context)
                .map(response -> SummaryItems.toSummary(key.kind(), Attributes.of(response.item()))
                        .orElse(Summary.none(key)));
    }

    /** Returns the totals and trends of users or videos in the given order; zeros for those without a summary. */
    public Future<List<Summary>> summaries(List<SummaryKey> keys) {
        List<Future<List<Summary>>> parts = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MAX_KEYS_PER_REQUEST) {
            parts.add(batchOfSummaries(keys.subList(from, Math.min(keys.size(), from + MAX_KEYS_PER_REQUEST))));
        }
        return Future.all(parts)
                .map(all ->
                        parts.stream().flatMap(part -> part.result().stream()).toList());
    }

    /** Returns the hours of a video, of a user, or of a bucket of the site, that have views or votes, in order of time. */
    public Future<List<HourCounts>> hours(SummaryKey owner, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return Future.succeededFuture(List.of());
        }
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :owner AND " + Keys.SK + " BETWEEN :first AND :last")
                .expressionAttributeValues(Map.of(
                        ":owner", AttributeValue.fromS(Keys.partition(owner)),
                        ":first", hour(owner, from),
                        ":last", hour(owner, to.minusNanos(1))))
                .build();
        return page(query, HourItems::toHour, Integer.MAX_VALUE)
                .compose(page -> page.resumeAfter().isEmpty()
                        ? Future.succeededFuture(page.items())
                        : Future.failedFuture(tooBusy()));
    }

    private static AttributeValue hour(SummaryKey owner, Instant instant) {
        return HourItems.key(HourKey.of(owner, instant)).get(Keys.SK);
    }

    private Future<List<Summary>> batchOfSummaries(List<SummaryKey> keys) {
        KeysAndAttributes request = KeysAndAttributes.builder()
                .keys(keys.stream().map(SummaryItems::key).toList())
                .build();
        return batchGet(Map.of(tableName, request), new ArrayList<>(), MAX_BATCH_REQUESTS, deadline())
                .map(items -> {
                    Map<SummaryKey, Summary> found = new HashMap<>();
                    long latestEpoch = halfLife.latestEpoch(Instant.now());
                    items.forEach(item -> SummaryItems.toSummary(keys.get(0).kind(), Attributes.of(item))
                            .map(summary -> summary.with(
                                    TrendItems.score(item, halfLife).upTo(latestEpoch)))
                            .ifPresent(summary -> found.put(summary.key(), summary)));
                    return keys.stream()
                            .map(key -> found.getOrDefault(key, Summary.none(key)))
                            .toList();
                });
    }

    private Future<List<Map<String, AttributeValue>>> batchGet(
            Map<String, KeysAndAttributes> keys,
            List<Map<String, AttributeValue>> found,
            int requestsLeft,
            long deadline) {
        if (requestsLeft == 0 || System.nanoTime() > deadline) {
            return Future.failedFuture(tooBusy());
        }
        return CallFutures.of(dynamoDb.batchGetItem(request -> request.requestItems(keys)), context)
                .compose((BatchGetItemResponse response) -> {
                    found.addAll(response.responses().getOrDefault(tableName, List.of()));
                    return response.unprocessedKeys().isEmpty()
                            ? Future.succeededFuture(found)
                            : context.owner()
                                    .timer(UNPROCESSED_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                                    .compose(paused ->
                                            batchGet(response.unprocessedKeys(), found, requestsLeft - 1, deadline));
                });
    }

    /**
     * Returns a page of a query's items.
     *
     * @param read converts an item; empty leaves the item out of the page
     * @param limit the maximum number of items in the page
     */
    public <T> Future<ItemPage<T>> page(QueryRequest query, Function<Attributes, Optional<T>> read, int limit) {
        QueryRequest request = query.toBuilder().tableName(tableName).build();
        return fill(request, read, new ItemPage.Builder<>(limit), MAX_QUERIES_PER_PAGE, deadline());
    }

    private <T> Future<ItemPage<T>> fill(
            QueryRequest query,
            Function<Attributes, Optional<T>> read,
            ItemPage.Builder<T> page,
            int queriesLeft,
            long deadline) {
        // Items are converted on the SDK's thread: thousands of them would block the event loop.
        CompletionStage<Added> added = dynamoDb.query(query).thenApply(response -> addAll(response, read, page));
        return CallFutures.of(added, context).compose(result -> {
            if (result.isFull()) {
                return Future.succeededFuture(page.cut());
            }
            if (result.lastKey().isEmpty()) {
                return Future.succeededFuture(page.last());
            }
            QueryRequest rest =
                    query.toBuilder().exclusiveStartKey(result.lastKey()).build();
            return queriesLeft == 1 || System.nanoTime() > deadline
                    ? Future.succeededFuture(page.cutAt(result.lastKey()))
                    : fill(rest, read, page, queriesLeft - 1, deadline);
        });
    }

    /**
     * The items that one query added to a page.
     *
     * @param isFull whether the page is full and the query has more items
     * @param lastKey where the query ended; empty at the end of the list
     */
    private record Added(boolean isFull, Map<String, AttributeValue> lastKey) {}

    private static <T> Added addAll(
            QueryResponse response, Function<Attributes, Optional<T>> read, ItemPage.Builder<T> page) {
        for (Map<String, AttributeValue> item : response.items()) {
            Optional<T> element = read.apply(Attributes.of(item));
            if (element.isPresent() && !page.add(element.get(), item)) {
                return new Added(true, Map.of());
            }
        }
        return new Added(false, response.lastEvaluatedKey());
    }

    static StorageException tooBusy() {
        return new StorageException(StorageException.Reason.READS_THROTTLED);
    }

    private long deadline() {
        return System.nanoTime() + maxReadTime.toNanos();
    }
}
