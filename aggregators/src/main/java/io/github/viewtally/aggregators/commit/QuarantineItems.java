package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

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
     * The write of a summary or an hour with damaged counters. It keeps all stored numbers. The sort key holds a digest,
     * because an item's name can be too long.
     *
     * @param firstRecord makes the key unique
     * @param name the name of the summary or hour
     */
    public Put put(
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
