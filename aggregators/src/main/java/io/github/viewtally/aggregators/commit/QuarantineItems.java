package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Writes to the quarantine, where an operator finds what cannot be counted and what was damaged. */
public final class QuarantineItems {

    private static final Duration RETENTION = Duration.ofDays(90);
    private static final int MAX_REASON = 1_000;

    private final String aggregatorName;
    private final String tableName;
    private final InstantSource clock;

    /**
     * Creates the quarantine of one aggregator.
     *
     * @param aggregatorName the last part of its partition key
     */
    public QuarantineItems(String aggregatorName, String tableName, InstantSource clock) {
        this.aggregatorName = aggregatorName;
        this.tableName = tableName;
        this.clock = clock;
    }

    /** The write of a record that cannot be counted. */
    Put put(String shardId, Change change) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(Keys.RECORD, AttributeValue.fromS(RecordJson.of(change.record())));
        String sort = Keys.quarantineSort(shardId, change.sequenceNumber().padded());
        return put(sort, change.fault().orElseThrow(), item);
    }

    /**
     * The writes that move damaged counters from a summary or an hour to the quarantine. Their condition fails if one of the
     * counters has changed since it was read, so that nothing counted since then is lost.
     *
     * @param firstRecord makes the key in the quarantine unique
     * @param name the name of the summary or hour
     * @param damaged the attributes of the damaged counters
     * @param stored the whole item as it was read
     */
    public List<TransactWriteItem> moveCounters(
            String shardId,
            SequenceNumber firstRecord,
            String name,
            List<String> damaged,
            Map<String, AttributeValue> stored) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        for (String counter : damaged) {
            names.put("#" + counter, counter);
            values.put(":" + counter, stored.get(counter));
            conditions.add("#" + counter + " = :" + counter);
        }
        Update removal = Update.builder()
                .tableName(tableName)
                .key(Map.of(Keys.PK, stored.get(Keys.PK), Keys.SK, stored.get(Keys.SK)))
                .updateExpression("REMOVE " + String.join(", ", names.keySet()))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
        return List.of(
                TransactWriteItem.builder().update(removal).build(),
                TransactWriteItem.builder()
                        .put(putCounters(shardId, firstRecord, name, damaged, stored))
                        .build());
    }

    /** Keeps all stored numbers. The sort key holds a digest, because an item's name can be too long. */
    private Put putCounters(
            String shardId,
            SequenceNumber firstRecord,
            String name,
            List<String> damaged,
            Map<String, AttributeValue> stored) {
        Map<String, AttributeValue> item = new HashMap<>();
        stored.forEach((attribute, value) -> {
            if (value.n() != null) {
                item.put(attribute, value);
            }
        });
        item.put(Keys.ITEM, AttributeValue.fromS(name));
        UUID digest = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        StringBuilder reason = new StringBuilder("damaged counters:");
        damaged.forEach(
                counter -> reason.append(' ').append(counter).append(" was ").append(stored.get(counter)));
        reason.setLength(Math.min(reason.length(), MAX_REASON));
        return put(Keys.quarantineSort(shardId, firstRecord.padded() + "#" + digest), reason.toString(), item);
    }

    /** The write that makes the next audit check a summary or an hour first. */
    Put auditDue(String name) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key(Keys.AUDIT_DUE, name));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_AUDIT_DUE));
        item.put(Keys.AUDIT_MARK, AttributeValue.fromS(UUID.randomUUID().toString()));
        return Put.builder().tableName(tableName).item(item).build();
    }

    private Put put(String sort, String reason, Map<String, AttributeValue> item) {
        item.putAll(EventItems.key(Keys.quarantine(aggregatorName), sort));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_QUARANTINED));
        item.put(Keys.REASON, AttributeValue.fromS(reason));
        item.put(Keys.EXPIRES_AT, CheckpointItems.expiresIn(RETENTION, clock));
        return Put.builder().tableName(tableName).item(item).build();
    }
}
