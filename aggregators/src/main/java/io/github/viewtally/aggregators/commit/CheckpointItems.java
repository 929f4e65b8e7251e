package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Reads and updates the checkpoints of one aggregator, which are items of the table. */
public final class CheckpointItems {

    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Map<String, String> NAMES = Map.of("#type", Keys.TYPE);

    private static final String NEW = "attribute_not_exists(" + Keys.SEQUENCE_NUMBER + ") OR ";
    private static final String BEFORE = Keys.SEQUENCE_NUMBER + " < :first AND ";
    private static final String NOT_PARTIAL = BEFORE + "attribute_not_exists(" + Keys.PARTIAL_THROUGH + ")";
    private static final String SAME_PARTIAL =
            BEFORE + Keys.PARTIAL_THROUGH + " = :leadThrough AND " + Keys.PARTIAL_UP_TO + " = :leadUpTo";
    private static final String NONE_DEFERRED = " AND attribute_not_exists(" + Keys.DEFERRED + ")";
    private static final String SAME_DEFERRED = " AND " + Keys.DEFERRED + " = :deferred";

    private static final String SET =
            "SET #type = :type, " + Keys.EXPIRES_AT + " = :expiresAt, " + Keys.SEQUENCE_NUMBER + " = ";
    private static final String KEEP = "if_not_exists(" + Keys.SEQUENCE_NUMBER + ", :through)";
    private static final String SET_PARTIAL = ", " + Keys.PARTIAL_THROUGH + " = :nextThrough, " + Keys.PARTIAL_UP_TO
            + " = :nextUpTo, " + Keys.PARTIAL_VERSION + " = :nextVersion";
    private static final String SET_DEFERRED = ", " + Keys.DEFERRED + " = :nextDeferred";
    private static final String PARTIAL =
            Keys.PARTIAL_THROUGH + ", " + Keys.PARTIAL_UP_TO + ", " + Keys.PARTIAL_VERSION;

    private final String aggregatorName;
    private final String tableName;
    private final InstantSource clock;

    CheckpointItems(String aggregatorName, String tableName, InstantSource clock) {
        this.aggregatorName = aggregatorName;
        this.tableName = tableName;
        this.clock = clock;
    }

    /** The key of the checkpoint of an aggregator in a shard. */
    public static Map<String, AttributeValue> key(String aggregatorName, String shardId) {
        return EventItems.key(Keys.checkpoint(aggregatorName, shardId), Keys.CHECKPOINT);
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IllegalStateException if the item has no sequence number
     */
    public static Checkpoint read(Map<String, AttributeValue> item) {
        Attributes attributes = Attributes.of(item);
        SequenceNumber sequenceNumber = attributes
                .text(Keys.SEQUENCE_NUMBER)
                .map(SequenceNumber::new)
                .orElseThrow(() -> new IllegalStateException("a checkpoint has no " + Keys.SEQUENCE_NUMBER));
        Optional<PartialCheckpoint> partial = attributes
                .text(Keys.PARTIAL_THROUGH)
                .map(SequenceNumber::new)
                .flatMap(batchEnd -> attributes
                        .text(Keys.PARTIAL_UP_TO)
                        .map(lastItem -> new PartialCheckpoint(
                                batchEnd,
                                lastItem,
                                attributes.text(Keys.PARTIAL_VERSION).orElse(""))));
        DeferredDeltas deferred =
                item.containsKey(Keys.DEFERRED) ? DeferredDeltas.of(item.get(Keys.DEFERRED)) : DeferredDeltas.NONE;
        return new Checkpoint(sequenceNumber, partial, deferred);
    }

    /**
     * The update that changes a shard's checkpoint according to the plan. Its condition fails if the checkpoint is not the
     * one that the plan expects. Then the failure contains the stored checkpoint.
     *
     * @param required the sequence number that must be stored, if the plan is valid only for that one
     */
    Update update(String shardId, TransactionPlan plan, Optional<SequenceNumber> required) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":type", AttributeValue.fromS(Keys.TYPE_CHECKPOINT));
        values.put(":expiresAt", expiresIn(RETENTION, clock));
        values.put(":first", text(plan.firstRecord()));
        values.put(":through", text(plan.committedRecord().orElse(SequenceNumber.NONE)));
        StringBuilder set = new StringBuilder(SET + (plan.committedRecord().isPresent() ? ":through" : KEEP));
        List<String> removed = new ArrayList<>();
        if (!plan.nextPartial().equals(plan.expectedPartial())) {
            plan.nextPartial().ifPresentOrElse(next -> setPartial(next, set, values), () -> removed.add(PARTIAL));
        }
        if (!plan.nextDeferred().equals(plan.expectedDeferred())) {
            if (plan.nextDeferred().isEmpty()) {
                removed.add(Keys.DEFERRED);
            } else {
                set.append(SET_DEFERRED);
                values.put(":nextDeferred", plan.nextDeferred().toAttribute());
            }
        }
        String remove = removed.isEmpty() ? "" : " REMOVE " + String.join(", ", removed);
        String condition = required.map(stored -> {
                    values.put(":required", text(stored));
                    return Keys.SEQUENCE_NUMBER + " = :required AND (" + condition(plan, values) + ")";
                })
                .orElseGet(() -> condition(plan, values));
        return Update.builder()
                .tableName(tableName)
                .key(key(aggregatorName, shardId))
                .updateExpression(set + remove)
                .conditionExpression(condition)
                .expressionAttributeNames(NAMES)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static void setPartial(PartialCheckpoint next, StringBuilder set, Map<String, AttributeValue> values) {
        set.append(SET_PARTIAL);
        values.put(":nextThrough", text(next.batchEnd()));
        values.put(":nextUpTo", AttributeValue.fromS(next.lastItem()));
        values.put(":nextVersion", AttributeValue.fromS(next.version()));
    }

    private static String condition(TransactionPlan plan, Map<String, AttributeValue> values) {
        plan.expectedPartial().ifPresent(expected -> {
            values.put(":leadThrough", text(expected.batchEnd()));
            values.put(":leadUpTo", AttributeValue.fromS(expected.lastItem()));
        });
        String stored = plan.expectedPartial().isPresent() ? SAME_PARTIAL : NOT_PARTIAL;
        if (!plan.expectedDeferred().isEmpty()) {
            values.put(":deferred", plan.expectedDeferred().toAttribute());
            return stored + SAME_DEFERRED;
        }
        boolean mayBeNew = plan.expectedPartial().isEmpty();
        return mayBeNew ? NEW + "(" + stored + NONE_DEFERRED + ")" : stored + NONE_DEFERRED;
    }

    /** The value of the time-to-live attribute of an item that is written now. */
    static AttributeValue expiresIn(Duration retention, InstantSource clock) {
        return AttributeValue.fromN(
                Long.toString(clock.instant().plus(retention).getEpochSecond()));
    }

    private static AttributeValue text(SequenceNumber sequenceNumber) {
        return AttributeValue.fromS(sequenceNumber.padded());
    }
}
