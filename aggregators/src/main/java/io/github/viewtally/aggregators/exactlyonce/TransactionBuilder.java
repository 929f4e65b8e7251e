package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.Ranks.KnownRanks;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Writes down a group as the one transaction that moves its counts and its shard's position together. */
final class TransactionBuilder {

    /** The position's place among the items of the transaction, and so among the reasons of a refusal. */
    static final int POSITION_INDEX = 0;

    private static final Duration POSITION_KEPT = Duration.ofDays(30);
    private static final Duration QUARANTINE_KEPT = Duration.ofDays(90);

    private static final String POSITION_WITHOUT_LEAD =
            "attribute_not_exists(sequenceNumber) OR (sequenceNumber < :first AND attribute_not_exists(leadThrough))";
    private static final String POSITION_WITH_LEAD =
            "sequenceNumber < :first AND leadThrough = :leadThrough AND leadUpTo = :leadUpTo";
    private static final Map<String, String> TYPE_NAME = Map.of("#type", Keys.TYPE);

    /** Only reserved words need a name that stands for them: the request is shorter, and read sooner. */
    private static final Map<String, String> COUNTER_NAMES = Map.of("#views", Keys.VIEWS, "#duration", Keys.DURATION);

    private static final Map<String, String> SUMMARY_NAMES =
            Map.of("#type", Keys.TYPE, "#views", Keys.VIEWS, "#duration", Keys.DURATION);

    private static final String ADD = "ADD #views :views, #duration :duration, likes :likes, dislikes :dislikes";
    private static final String PLACED = "SET GSI2SK = if_not_exists(GSI2SK, :rank)";
    private static final String MOVED = "SET GSI2SK = :rank";
    private static final String USER_UPDATE = PLACED + ", #type = :type, userId = :id, GSI2PK = :bucket " + ADD;
    private static final String VIDEO_UPDATE =
            PLACED + ", #type = :type, videoId = :id, GSI2PK = :bucket, GSI1PK = :partition, GSI1SK = :summary " + ADD;
    private static final AttributeValue USER_SUMMARY = AttributeValue.fromS(Keys.summaryType(SummaryKey.Kind.USER));
    private static final AttributeValue VIDEO_SUMMARY = AttributeValue.fromS(Keys.summaryType(SummaryKey.Kind.VIDEO));
    private static final AttributeValue SUMMARY = AttributeValue.fromS(Keys.SUMMARY);

    private final String aggregatorName;
    private final String tableName;
    private final InstantSource clock;

    TransactionBuilder(String aggregatorName, String tableName, InstantSource clock) {
        this.aggregatorName = aggregatorName;
        this.tableName = tableName;
        this.clock = clock;
    }

    TransactWriteItemsRequest of(String shardId, TransactionPlan group, KnownRanks places) {
        List<TransactWriteItem> items = new ArrayList<>(1 + group.items().size());
        items.add(TransactWriteItem.builder().update(position(shardId, group)).build());
        group.items().forEach(item -> items.add(write(shardId, group.first(), item, places)));
        return TransactWriteItemsRequest.builder().transactItems(items).build();
    }

    private TransactWriteItem write(String shardId, SequenceNumber first, ItemUpdate item, KnownRanks places) {
        if (item instanceof ItemUpdate.Summary summary) {
            return TransactWriteItem.builder()
                    .update(summary(summary.subject(), summary.delta(), places))
                    .build();
        }
        if (item instanceof ItemUpdate.Hour hour) {
            return TransactWriteItem.builder()
                    .update(hour(hour.hour(), hour.delta()))
                    .build();
        }
        if (item instanceof ItemUpdate.Uncountable uncountable) {
            return TransactWriteItem.builder()
                    .put(quarantine(shardId, first, uncountable))
                    .build();
        }
        return TransactWriteItem.builder()
                .put(quarantine(shardId, ((ItemUpdate.Quarantined) item).change()))
                .build();
    }

    /** A group is applied only if the position is before it, with the lead it rests on; a refusal tells the position. */
    private Update position(String shardId, TransactionPlan group) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":first", AttributeValue.fromS(group.first().padded()));
        values.put(
                ":through",
                AttributeValue.fromS(group.through().orElse(SequenceNumber.NONE).padded()));
        values.put(":type", AttributeValue.fromS(Keys.TYPE_POSITION));
        values.put(":expiresAt", number(expiry(POSITION_KEPT)));
        group.lead().ifPresent(lead -> {
            values.put(":leadThrough", AttributeValue.fromS(lead.through().padded()));
            values.put(":leadUpTo", AttributeValue.fromS(lead.upTo()));
        });
        StringBuilder update = new StringBuilder("SET #type = :type, expiresAt = :expiresAt, sequenceNumber = ");
        update.append(group.through().isPresent() ? ":through" : "if_not_exists(sequenceNumber, :through)");
        if (!group.nextLead().equals(group.lead())) {
            group.nextLead()
                    .ifPresentOrElse(
                            lead -> {
                                update.append(", leadThrough = :nextThrough, leadUpTo = :nextUpTo");
                                values.put(
                                        ":nextThrough",
                                        AttributeValue.fromS(lead.through().padded()));
                                values.put(":nextUpTo", AttributeValue.fromS(lead.upTo()));
                            },
                            () -> update.append(" REMOVE leadThrough, leadUpTo"));
        }
        return Update.builder()
                .tableName(tableName)
                .key(EventItems.key(Keys.position(aggregatorName, shardId), Keys.POSITION))
                .updateExpression(update.toString())
                .conditionExpression(group.lead().isPresent() ? POSITION_WITH_LEAD : POSITION_WITHOUT_LEAD)
                .expressionAttributeNames(TYPE_NAME)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /**
     * Adds to all four counters, zeros too: whichever aggregator comes first, a summary has them all. What has been seen
     * there needs no more; what may be new gets all that places it.
     */
    private Update summary(SummaryKey subject, Counts delta, KnownRanks places) {
        Map<String, AttributeValue> values = new HashMap<>(16);
        values.put(":views", number(delta.views()));
        values.put(":duration", number(delta.duration()));
        values.put(":likes", number(delta.likes()));
        values.put(":dislikes", number(delta.dislikes()));
        Update.Builder update = Update.builder().tableName(tableName).key(SummaryItems.key(subject));
        if (places.has(subject)) {
            Optional<String> place = places.move(subject, delta);
            place.ifPresent(rank -> values.put(":rank", AttributeValue.fromS(rank)));
            update.updateExpression(place.isPresent() ? MOVED + " " + ADD : ADD)
                    .expressionAttributeNames(COUNTER_NAMES);
        } else {
            boolean isVideo = subject.kind() == SummaryKey.Kind.VIDEO;
            values.put(":type", isVideo ? VIDEO_SUMMARY : USER_SUMMARY);
            values.put(":id", AttributeValue.fromS(subject.id()));
            values.put(":bucket", AttributeValue.fromS(Keys.summaryBucket(subject)));
            values.put(":rank", AttributeValue.fromS(Keys.summaryRank(subject, delta.views())));
            if (isVideo) {
                values.put(":partition", AttributeValue.fromS(Keys.partition(subject)));
                values.put(":summary", SUMMARY);
            }
            update.updateExpression(isVideo ? VIDEO_UPDATE : USER_UPDATE).expressionAttributeNames(SUMMARY_NAMES);
        }
        return update.expressionAttributeValues(values).build();
    }

    private Update hour(VideoHour hour, Counts delta) {
        return Update.builder()
                .tableName(tableName)
                .key(HourItems.key(hour))
                .updateExpression("SET #type = :type, #id = :id ADD #views :views, #duration :duration")
                .expressionAttributeNames(Map.of(
                        "#type", Keys.TYPE, "#id", Keys.VIDEO_ID, "#views", Keys.VIEWS, "#duration", Keys.DURATION))
                .expressionAttributeValues(Map.of(
                        ":type", AttributeValue.fromS(Keys.TYPE_HOUR),
                        ":id", AttributeValue.fromS(hour.videoId()),
                        ":views", number(delta.views()),
                        ":duration", number(delta.duration())))
                .build();
    }

    private Put quarantine(String shardId, Change change) {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key(
                Keys.quarantine(aggregatorName),
                Keys.quarantineSort(shardId, change.position().padded())));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_QUARANTINED));
        item.put(Keys.RECORD, AttributeValue.fromS(RecordJson.of(change.record())));
        item.put(Keys.REASON, AttributeValue.fromS(change.fault().orElseThrow()));
        item.put(Keys.EXPIRES_AT, number(expiry(QUARANTINE_KEPT)));
        return Put.builder().tableName(tableName).item(item).build();
    }

    /** Its key holds a digest of the item's name, which may be longer than a key. */
    private Put quarantine(String shardId, SequenceNumber first, ItemUpdate.Uncountable uncountable) {
        UUID digest = UUID.nameUUIDFromBytes(uncountable.name().getBytes(StandardCharsets.UTF_8));
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key(
                Keys.quarantine(aggregatorName), Keys.quarantineSort(shardId, first.padded() + "#" + digest)));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_QUARANTINED));
        item.put(Keys.ITEM, AttributeValue.fromS(uncountable.name()));
        item.put(Keys.VIEWS, number(uncountable.delta().views()));
        item.put(Keys.DURATION, number(uncountable.delta().duration()));
        item.put(Keys.LIKES, number(uncountable.delta().likes()));
        item.put(Keys.DISLIKES, number(uncountable.delta().dislikes()));
        item.put(Keys.REASON, AttributeValue.fromS(uncountable.fault()));
        item.put(Keys.EXPIRES_AT, number(expiry(QUARANTINE_KEPT)));
        return Put.builder().tableName(tableName).item(item).build();
    }

    private long expiry(Duration kept) {
        Instant now = clock.instant();
        return now.plus(kept).getEpochSecond();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
