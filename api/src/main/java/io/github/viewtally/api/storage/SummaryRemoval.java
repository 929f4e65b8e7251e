package io.github.viewtally.api.storage;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

/**
 * Deletes summaries and hours that count no event any more, and no video: each total equals its part that has expired. Until
 * then the aggregators have deletions to subtract, and would write the item again.
 */
final class SummaryRemoval {

    /** Each total with the part of it that belongs to events that time to live has removed. */
    private static final Map<String, String> EXPIRED = new TreeMap<>(Map.of(
            Keys.VIEWS, Keys.EXPIRED_VIEWS,
            Keys.DURATION, Keys.EXPIRED_DURATION,
            Keys.LIKES, Keys.EXPIRED_LIKES,
            Keys.DISLIKES, Keys.EXPIRED_DISLIKES));

    private static final String COUNTS_NOTHING = EXPIRED.entrySet().stream()
            .map(pair -> "(#" + pair.getKey() + " = #" + pair.getValue() + " OR " + zero(pair.getKey()) + " AND "
                    + zero(pair.getValue()) + ")")
            .collect(Collectors.joining(" AND ", "", " AND " + zero(Keys.VIDEOS)));

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Context context;

    SummaryRemoval(DynamoDbAsyncClient dynamoDb, String tableName, Context context) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.context = context;
    }

    private static String zero(String counter) {
        return "(attribute_not_exists(#" + counter + ") OR #" + counter + " = :zero)";
    }

    /** Returns whether the summary counts no event, or does not exist. It may count videos. */
    Future<Boolean> countsNoEvent(SummaryKey key) {
        return read(key).map(SummaryRemoval::countsNoEvent);
    }

    /**
     * Returns whether the summary counts nothing, or does not exist. While it counts videos without viewers, an aggregator
     * has deferred changes of their number.
     */
    Future<Boolean> isPossible(SummaryKey key) {
        return read(key)
                .map(summary ->
                        countsNoEvent(summary) && summary.counter(Keys.VIDEOS).signum() == 0);
    }

    private Future<Attributes> read(SummaryKey key) {
        return CallFutures.of(
                        dynamoDb.getItem(request -> request.tableName(tableName)
                                .key(SummaryItems.key(key))
                                .consistentRead(true)),
                        context)
                .map(response -> Attributes.of(response.item()));
    }

    private static boolean countsNoEvent(Attributes summary) {
        return EXPIRED.entrySet().stream()
                .allMatch(pair -> summary.counter(pair.getKey()).compareTo(summary.counter(pair.getValue())) == 0);
    }

    /** Deletes the summary if it counts no event and no video; returns whether there is none now. */
    Future<Boolean> remove(SummaryKey key) {
        return remove(SummaryItems.key(key));
    }

    /** Deletes the summary or the hour with this key if it counts nothing; returns whether there is none now. */
    Future<Boolean> remove(Map<String, AttributeValue> key) {
        Map<String, String> names = new HashMap<>(Map.of("#" + Keys.VIDEOS, Keys.VIDEOS));
        EXPIRED.forEach((counter, expired) -> {
            names.put("#" + counter, counter);
            names.put("#" + expired, expired);
        });
        DeleteItemRequest request = DeleteItemRequest.builder()
                .tableName(tableName)
                .key(key)
                .conditionExpression(COUNTS_NOTHING)
                .expressionAttributeNames(names)
                .expressionAttributeValues(Map.of(":zero", AttributeValue.fromN("0")))
                .build();
        return CallFutures.of(dynamoDb.deleteItem(request), context)
                .map(true)
                .recover(failure -> DynamoDbErrors.unwrap(failure) instanceof ConditionalCheckFailedException
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }
}
