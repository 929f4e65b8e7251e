package io.github.viewtally.benchmarks.peers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.benchmarks.aggregation.RecordCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Counts each record between two writes of an idempotency item with the record's event id: one says that the record is in
 * progress, the other that it is completed. Such a record is skipped when it comes again. Powertools for AWS Lambda does the
 * same around a function (its guide, "Idempotency", with a DynamoDB table).
 *
 * <p>The item does not say whether an invocation that died in between has counted. So the record is counted again when the
 * time of that invocation is over, as Powertools does.
 */
final class IdempotentAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    static final String ID_TABLE = "idempotency";

    /** The default of Powertools. */
    private static final Duration EXPIRY = Duration.ofHours(1);

    private static final String STATUS = "status";
    private static final String IN_PROGRESS_EXPIRATION = "in_progress_expiration";
    private static final AttributeValue IN_PROGRESS = AttributeValue.fromS("INPROGRESS");
    private static final AttributeValue COMPLETED = AttributeValue.fromS("COMPLETED");

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final InstantSource clock;

    IdempotentAggregator(DynamoDbClient dynamoDb, String tableName, InstantSource clock) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.clock = clock;
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        event.getRecords()
                .forEach(record -> RecordCounts.ofChange(record).ifPresent(counts -> count(record, counts, context)));
        return new TimeWindowEventResponse(event.getState(), List.of());
    }

    private void count(DynamodbStreamRecord record, RecordCounts counts, Context context) {
        String id = record.getEventID();
        if (!begin(id, Duration.ofMillis(context.getRemainingTimeInMillis()))) {
            return;
        }
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(counts.adds(tableName)));
        } catch (RuntimeException e) {
            dynamoDb.deleteItem(request -> request.tableName(ID_TABLE).key(EventIdTable.key(id)));
            throw e;
        }
        complete(id);
    }

    /** Returns whether the record has to be counted; throws if another invocation may still be counting it. */
    private boolean begin(String id, Duration remaining) {
        Instant now = clock.instant();
        Map<String, AttributeValue> item = EventIdTable.item(id, now.plus(EXPIRY));
        item.put(STATUS, IN_PROGRESS);
        item.put(IN_PROGRESS_EXPIRATION, millis(now.plus(remaining)));
        try {
            dynamoDb.putItem(request -> request.tableName(ID_TABLE)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#id) OR #expiration < :now OR"
                            + " (#status = :inProgress AND #inProgressExpiration < :nowMillis)")
                    .expressionAttributeNames(Map.of(
                            "#id",
                            EventIdTable.ID,
                            "#expiration",
                            EventIdTable.EXPIRATION,
                            "#status",
                            STATUS,
                            "#inProgressExpiration",
                            IN_PROGRESS_EXPIRATION))
                    .expressionAttributeValues(Map.of(
                            ":now", EventIdTable.seconds(now),
                            ":inProgress", IN_PROGRESS,
                            ":nowMillis", millis(now)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            if (COMPLETED.equals(e.item().get(STATUS))) {
                return false;
            }
            throw new IllegalStateException("another invocation is counting the record " + id, e);
        }
    }

    private void complete(String id) {
        dynamoDb.updateItem(request -> request.tableName(ID_TABLE)
                .key(EventIdTable.key(id))
                .updateExpression("SET #status = :completed, #expiration = :expiration")
                .expressionAttributeNames(Map.of("#status", STATUS, "#expiration", EventIdTable.EXPIRATION))
                .expressionAttributeValues(Map.of(
                        ":completed",
                        COMPLETED,
                        ":expiration",
                        EventIdTable.seconds(clock.instant().plus(EXPIRY)))));
    }

    private static AttributeValue millis(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }
}
