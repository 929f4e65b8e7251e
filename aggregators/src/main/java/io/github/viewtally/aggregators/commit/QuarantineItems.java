package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedDelta;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** Writes to the quarantine of one aggregator, where an operator finds what cannot be counted. */
final class QuarantineItems {

    private static final Duration RETENTION = Duration.ofDays(90);

    private final String aggregatorName;
    private final String tableName;
    private final InstantSource clock;

    QuarantineItems(String aggregatorName, String tableName, InstantSource clock) {
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

    /** The write of a delta that cannot be added. The sort key holds a digest, because an item's name can be too long. */
    Put put(String shardId, SequenceNumber firstRecord, QuarantinedDelta quarantined) {
        Counts delta = quarantined.delta();
        Counts expired = quarantined.expired();
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(Keys.ITEM, AttributeValue.fromS(quarantined.name()));
        item.put(Keys.VIEWS, number(delta.views()));
        item.put(Keys.DURATION, number(delta.duration()));
        item.put(Keys.LIKES, number(delta.likes()));
        item.put(Keys.DISLIKES, number(delta.dislikes()));
        if (!expired.isZero()) {
            item.put(Keys.EXPIRED_VIEWS, number(expired.views()));
            item.put(Keys.EXPIRED_DURATION, number(expired.duration()));
            item.put(Keys.EXPIRED_LIKES, number(expired.likes()));
            item.put(Keys.EXPIRED_DISLIKES, number(expired.dislikes()));
        }
        UUID digest = UUID.nameUUIDFromBytes(quarantined.name().getBytes(StandardCharsets.UTF_8));
        return put(Keys.quarantineSort(shardId, firstRecord.padded() + "#" + digest), quarantined.reason(), item);
    }

    private Put put(String sort, String reason, Map<String, AttributeValue> item) {
        item.putAll(EventItems.key(Keys.quarantine(aggregatorName), sort));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_QUARANTINED));
        item.put(Keys.REASON, AttributeValue.fromS(reason));
        item.put(Keys.EXPIRES_AT, CheckpointItems.expiresIn(RETENTION, clock));
        return Put.builder().tableName(tableName).item(item).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
