package io.github.viewtally.benchmarks.peers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.benchmarks.aggregation.RecordCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Counts each record in a transaction that also puts a marker with the record's event id. The transaction fails if the marker
 * exists, so a repeat changes nothing ("Implement resource counters with Amazon DynamoDB", AWS Database Blog, transactions with a
 * marker item).
 */
final class MarkerAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    static final String ID_TABLE = "markers";

    /** Longer than a stream keeps a record. */
    private static final Duration EXPIRY = Duration.ofDays(2);

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final Function<DynamodbStreamRecord, Optional<RecordCounts>> rule;

    /** Creates a function that counts by a rule. */
    MarkerAggregator(
            DynamoDbClient dynamoDb, String tableName, Function<DynamodbStreamRecord, Optional<RecordCounts>> rule) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.rule = rule;
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        event.getRecords()
                .forEach(record -> rule.apply(record).ifPresent(counts -> count(record.getEventID(), counts)));
        return new TimeWindowEventResponse(event.getState(), List.of());
    }

    private void count(String id, RecordCounts counts) {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(TransactWriteItem.builder()
                .put(put -> put.tableName(ID_TABLE)
                        .item(EventIdTable.item(id, Instant.now().plus(EXPIRY)))
                        .conditionExpression("attribute_not_exists(#id)")
                        .expressionAttributeNames(Map.of("#id", EventIdTable.ID)))
                .build());
        writes.addAll(counts.adds(tableName));
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(writes));
        } catch (TransactionCanceledException e) {
            boolean isRepeat = e.cancellationReasons().get(0).code().equals("ConditionalCheckFailed");
            if (!isRepeat) {
                throw e;
            }
        }
    }
}
