package io.github.viewtally.api.storage;

import io.github.viewtally.api.http.Problem;
import io.github.viewtally.api.http.ProblemException;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.HourItems.HourCounts;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
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

/** Reads summaries and pages of items. Every read is bounded in calls, whatever stands in the table. */
public final class TableReader {

    /** A page whose query finds little among much is cut here, with a cursor to go on. */
    private static final int MOST_QUERIES_A_PAGE = 10;

    private static final int MOST_KEYS_A_CALL = 100;
    private static final int MOST_BATCH_CALLS = 10;
    private static final Duration UNPROCESSED_PAUSE = Duration.ofMillis(50);

    /** After this long a read that takes several calls begins no other. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(3);

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Context context;

    public TableReader(DynamoDbAsyncClient dynamoDb, String tableName, Context context) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.context = context;
    }

    /** The totals of one user or video; zeros if nothing of it has been counted. */
    public Future<Summary> summary(SummaryKey subject) {
        return Future.fromCompletionStage(
                        dynamoDb.getItem(request -> request.tableName(tableName).key(SummaryItems.key(subject))),
                        context)
                .map(response -> SummaryItems.toSummary(subject.kind(), Attributes.of(response.item()))
                        .orElse(Summary.none(subject)));
    }

    /** The totals of users or videos, in the order asked for; zeros for those of whom nothing is known. */
    public Future<List<Summary>> summaries(List<SummaryKey> subjects) {
        List<Future<List<Summary>>> parts = new ArrayList<>();
        for (int from = 0; from < subjects.size(); from += MOST_KEYS_A_CALL) {
            parts.add(someSummaries(subjects.subList(from, Math.min(subjects.size(), from + MOST_KEYS_A_CALL))));
        }
        return Future.all(parts)
                .map(all ->
                        parts.stream().flatMap(part -> part.result().stream()).toList());
    }

    /** The hours of a video in which something was watched, in order. */
    public Future<List<HourCounts>> hours(String videoId, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return Future.succeededFuture(List.of());
        }
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression("PK = :video AND SK BETWEEN :first AND :last")
                .expressionAttributeValues(Map.of(
                        ":video", AttributeValue.fromS(Keys.video(videoId)),
                        ":first", hour(videoId, from),
                        ":last", hour(videoId, to.minusNanos(1))))
                .build();
        return page(query, HourItems::toHour, Integer.MAX_VALUE)
                .compose(page -> page.resumeAfter().isEmpty()
                        ? Future.succeededFuture(page.items())
                        : Future.failedFuture(tooBusy()));
    }

    private static AttributeValue hour(String videoId, Instant instant) {
        return HourItems.key(VideoHour.of(videoId, instant)).get(Keys.SK);
    }

    private Future<List<Summary>> someSummaries(List<SummaryKey> subjects) {
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(subjects.stream().map(SummaryItems::key).toList())
                .build();
        return batchGet(Map.of(tableName, keys), new ArrayList<>(), MOST_BATCH_CALLS, deadline())
                .map(items -> {
                    Map<SummaryKey, Summary> found = new HashMap<>();
                    items.forEach(item -> SummaryItems.toSummary(subjects.get(0).kind(), Attributes.of(item))
                            .ifPresent(summary -> found.put(summary.subject(), summary)));
                    return subjects.stream()
                            .map(subject -> found.getOrDefault(subject, Summary.none(subject)))
                            .toList();
                });
    }

    private Future<List<Map<String, AttributeValue>>> batchGet(
            Map<String, KeysAndAttributes> keys,
            List<Map<String, AttributeValue>> found,
            int callsLeft,
            long deadline) {
        if (callsLeft == 0 || System.nanoTime() > deadline) {
            return Future.failedFuture(tooBusy());
        }
        return Future.fromCompletionStage(dynamoDb.batchGetItem(request -> request.requestItems(keys)), context)
                .compose((BatchGetItemResponse response) -> {
                    found.addAll(response.responses().getOrDefault(tableName, List.of()));
                    return response.unprocessedKeys().isEmpty()
                            ? Future.succeededFuture(found)
                            : context.owner()
                                    .timer(UNPROCESSED_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                                    .compose(paused ->
                                            batchGet(response.unprocessedKeys(), found, callsLeft - 1, deadline));
                });
    }

    /**
     * A page of the items that a query finds and that can be read.
     *
     * @param read the item as what it should be; empty if it is not that, and so not on the page
     * @param limit most items of the page
     */
    public <T> Future<Page<T>> page(QueryRequest query, Function<Attributes, Optional<T>> read, int limit) {
        QueryRequest request = query.toBuilder().tableName(tableName).build();
        return fill(request, read, new Page.Builder<>(limit), MOST_QUERIES_A_PAGE, deadline());
    }

    private <T> Future<Page<T>> fill(
            QueryRequest query,
            Function<Attributes, Optional<T>> read,
            Page.Builder<T> page,
            int queriesLeft,
            long deadline) {
        // Items are converted on the SDK's thread: some thousands of them would block the event loop.
        CompletionStage<Added> added = dynamoDb.query(query).thenApply(response -> addAll(response, read, page));
        return Future.fromCompletionStage(added, context).compose(result -> {
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
     * The end of one query of a page.
     *
     * @param isFull whether the page took no more items
     * @param lastKey where the query ended; empty if there is nothing after it
     */
    private record Added(boolean isFull, Map<String, AttributeValue> lastKey) {}

    private static <T> Added addAll(
            QueryResponse response, Function<Attributes, Optional<T>> read, Page.Builder<T> page) {
        for (Map<String, AttributeValue> item : response.items()) {
            Optional<T> element = read.apply(Attributes.of(item));
            if (element.isPresent() && !page.add(element.get(), item)) {
                return new Added(true, Map.of());
            }
        }
        return new Added(false, response.lastEvaluatedKey());
    }

    static ProblemException tooBusy() {
        return Problem.unavailable("The table is too busy to be read.").asException();
    }

    private static long deadline() {
        return System.nanoTime() + LONGEST_READ.toNanos();
    }
}
