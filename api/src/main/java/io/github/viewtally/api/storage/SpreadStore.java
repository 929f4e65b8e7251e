package io.github.viewtally.api.storage;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Reads and raises the number of index partitions of videos. Use it on the event loop of its context. */
public final class SpreadStore {

    /** How long a number is cached, from the start of its read, even if the read takes longer. */
    static final Duration CACHE_TIME = Duration.ofSeconds(1);

    private static final int MAX_CACHED = 10_000;

    private static final String IS_LOWER = "attribute_not_exists(#partitions) OR #partitions < :partitions";

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Context context;
    private final Cache<String, Future<Integer>> reads;

    public SpreadStore(DynamoDbAsyncClient dynamoDb, String tableName, Context context) {
        this(dynamoDb, tableName, context, Ticker.systemTicker());
    }

    SpreadStore(DynamoDbAsyncClient dynamoDb, String tableName, Context context, Ticker ticker) {
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.tableName = requireNonNull(tableName, "tableName");
        this.context = requireNonNull(context, "context");
        this.reads = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfterWrite(CACHE_TIME)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns the number of partitions of a video for its readers; 1 if it has never been hot. A read that is not cached
     * takes one read unit: it is consistent, so that it sees every number that a writer uses.
     */
    public Future<Integer> partitions(String videoId) {
        Future<Integer> known = reads.getIfPresent(videoId);
        if (known != null && !known.failed()) {
            return known;
        }
        Future<Integer> read = read(videoId);
        reads.put(videoId, read);
        return read;
    }

    private Future<Integer> read(String videoId) {
        return CallFutures.of(
                        dynamoDb.getItem(request -> request.tableName(tableName)
                                .key(SpreadItems.key(videoId))
                                .consistentRead(true)),
                        context)
                .map(response -> SpreadItems.partitions(Attributes.of(response.item())));
    }

    /** Raises the number of partitions of a video. Returns the stored number, which may be higher. It never falls. */
    Future<Integer> raise(String videoId, int partitions) {
        Map<String, AttributeValue> item = SpreadItems.toItem(videoId, partitions);
        PutItemRequest request = PutItemRequest.builder()
                .tableName(tableName)
                .item(item)
                .conditionExpression(IS_LOWER)
                .expressionAttributeNames(Map.of("#partitions", Keys.PARTITIONS))
                .expressionAttributeValues(Map.of(":partitions", item.get(Keys.PARTITIONS)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return CallFutures.of(dynamoDb.putItem(request), context)
                .map(partitions)
                .recover(failure -> DynamoDbErrors.unwrap(failure) instanceof ConditionalCheckFailedException refused
                        ? Future.succeededFuture(SpreadItems.partitions(Attributes.of(refused.item())))
                        : Future.failedFuture(failure));
    }
}
