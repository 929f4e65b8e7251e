package io.github.viewtally.api.storage;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.TrendItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads the indexes that hold summaries by rank in several partitions, each as one list from the highest key down. */
public final class RankIndex {

    /** DynamoDB's order of strings: by their UTF-8 bytes, which differs from Java's order for some characters. */
    public static final Comparator<String> AS_IN_THE_TABLE =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** A query returns at most a megabyte, which is only some hundred entries with the longest keys. */
    private static final int MAX_QUERIES_PER_BUCKET = 8;

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Context context;

    public RankIndex(DynamoDbAsyncClient dynamoDb, String tableName, Context context) {
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.tableName = requireNonNull(tableName, "tableName");
        this.context = requireNonNull(context, "context");
    }

    /**
     * A list of summaries by rank in an index, spread over several partitions.
     *
     * @param partitionName the attribute of the partition key
     * @param sortName the attribute of the sort key, which is a rank and an id
     * @param partition returns the partition key of one of the {@link RankKeys#SUMMARY_BUCKETS}
     */
    public record RankedList(String index, String partitionName, String sortName, IntFunction<String> partition) {

        /** Returns the list of users or videos by views. */
        public static RankedList byViews(SummaryKey.Kind kind) {
            return new RankedList(Keys.GSI2, Keys.GSI2PK, Keys.GSI2SK, bucket -> RankKeys.summaryBucket(kind, bucket));
        }

        /** Returns the list of videos by trend. */
        public static RankedList byTrend(HalfLife halfLife) {
            return new RankedList(Keys.GSI3, Keys.GSI3PK, Keys.GSI3SK, bucket -> TrendItems.bucket(halfLife, bucket));
        }
    }

    /**
     * The sort keys of consecutive entries, highest first.
     *
     * @param more whether further entries follow
     */
    public record Entries(List<String> keys, boolean more) {}

    private record Bucket(List<String> keys, boolean cut) {}

    /** Returns all entries below a key, or at least the given number of them. */
    public Future<Entries> below(RankedList list, String upper, int atLeast) {
        List<Future<Bucket>> buckets = IntStream.range(0, RankKeys.SUMMARY_BUCKETS)
                .mapToObj(bucket -> bucket(
                        list, query(list, bucket, upper, atLeast), atLeast, new ArrayList<>(), MAX_QUERIES_PER_BUCKET))
                .toList();
        return Future.all(buckets).compose(all -> {
            List<Bucket> read = buckets.stream().map(Future::result).toList();
            // This sorts thousands of keys if many summaries share a rank.
            return context.owner().executeBlocking(() -> merge(read), false);
        });
    }

    private QueryRequest query(RankedList list, int bucket, String upper, int limit) {
        return QueryRequest.builder()
                .tableName(tableName)
                .indexName(list.index())
                .keyConditionExpression(list.partitionName() + " = :bucket AND " + list.sortName() + " < :upper")
                .expressionAttributeValues(Map.of(
                        ":bucket", AttributeValue.fromS(list.partition().apply(bucket)),
                        ":upper", AttributeValue.fromS(upper)))
                .scanIndexForward(false)
                .limit(limit)
                .build();
    }

    private Future<Bucket> bucket(
            RankedList list, QueryRequest query, int atLeast, List<String> found, int queriesLeft) {
        return CallFutures.of(dynamoDb.query(query), context).compose(response -> {
            response.items().forEach(item -> found.add(item.get(list.sortName()).s()));
            if (!response.hasLastEvaluatedKey() || found.size() >= atLeast) {
                return Future.succeededFuture(new Bucket(found, response.hasLastEvaluatedKey()));
            }
            if (queriesLeft == 1) {
                return Future.failedFuture(TableReader.tooBusy());
            }
            QueryRequest rest = query.toBuilder()
                    .exclusiveStartKey(response.lastEvaluatedKey())
                    .build();
            return bucket(list, rest, atLeast, found, queriesLeft - 1);
        });
    }

    /** Merges the buckets. A cut bucket lacks the entries below its last one, so the list ends at the highest last entry. */
    private static Entries merge(List<Bucket> buckets) {
        String end = buckets.stream()
                .filter(Bucket::cut)
                .map(bucket -> bucket.keys().get(bucket.keys().size() - 1))
                .max(AS_IN_THE_TABLE)
                .orElse("");
        List<String> keys = buckets.stream()
                .flatMap(bucket -> bucket.keys().stream())
                .filter(key -> AS_IN_THE_TABLE.compare(key, end) >= 0)
                .sorted(AS_IN_THE_TABLE.reversed())
                .toList();
        return new Entries(keys, !end.isEmpty());
    }
}
