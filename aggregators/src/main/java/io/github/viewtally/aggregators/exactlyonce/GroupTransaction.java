package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.Subject;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Writes down a group as the one transaction that moves its counts and its shard's position together. */
final class GroupTransaction {

    /** The position's place among the items of the transaction, and so among the reasons of a refusal. */
    static final int POSITION_INDEX = 0;

    private static final Duration POSITION_KEPT = Duration.ofDays(30);
    private static final Duration QUARANTINE_KEPT = Duration.ofDays(90);

    private final String aggregatorName;
    private final String tableName;
    private final InstantSource clock;

    GroupTransaction(String aggregatorName, String tableName, InstantSource clock) {
        this.aggregatorName = aggregatorName;
        this.tableName = tableName;
        this.clock = clock;
    }

    TransactWriteItemsRequest of(String shardId, Group group) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder().update(position(shardId, group)).build());
        group.deltas()
                .forEach((subject, delta) -> items.add(TransactWriteItem.builder()
                        .update(summary(subject, delta))
                        .build()));
        group.hours()
                .forEach((hour, delta) -> items.add(
                        TransactWriteItem.builder().update(hour(hour, delta)).build()));
        group.quarantined()
                .forEach(change -> items.add(TransactWriteItem.builder()
                        .put(quarantine(shardId, change))
                        .build()));
        return TransactWriteItemsRequest.builder().transactItems(items).build();
    }

    /** Only a group that begins behind the position is applied; otherwise the refusal tells the position. */
    private Update position(String shardId, Group group) {
        return Update.builder()
                .tableName(tableName)
                .key(EventItems.key(Keys.position(aggregatorName, shardId), Keys.POSITION))
                .updateExpression("SET #sequenceNumber = :last, #type = :type, #expiresAt = :expiresAt")
                .conditionExpression("attribute_not_exists(#sequenceNumber) OR #sequenceNumber < :first")
                .expressionAttributeNames(Map.of(
                        "#sequenceNumber", Keys.SEQUENCE_NUMBER,
                        "#type", Keys.TYPE,
                        "#expiresAt", Keys.EXPIRES_AT))
                .expressionAttributeValues(Map.of(
                        ":first", AttributeValue.fromS(group.first().padded()),
                        ":last", AttributeValue.fromS(group.last().padded()),
                        ":type", AttributeValue.fromS(Keys.TYPE_POSITION),
                        ":expiresAt", number(expiry(POSITION_KEPT))))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** Adds to all four counters, zeros too: whichever aggregator comes first, a summary has them all. */
    private Update summary(Subject subject, Counts delta) {
        Map<String, String> names = new HashMap<>(Map.of(
                "#type", Keys.TYPE,
                "#id", Keys.idAttribute(subject.kind()),
                "#gsi2pk", Keys.GSI2PK,
                "#gsi2sk", Keys.GSI2SK,
                "#views", Keys.VIEWS,
                "#duration", Keys.DURATION,
                "#likes", Keys.LIKES,
                "#dislikes", Keys.DISLIKES));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":type", AttributeValue.fromS(Keys.summaryType(subject.kind())),
                ":id", AttributeValue.fromS(subject.id()),
                ":bucket", AttributeValue.fromS(Keys.summaryBucket(subject)),
                ":rank", AttributeValue.fromS(Keys.summaryRank(subject, delta.views())),
                ":views", number(delta.views()),
                ":duration", number(delta.duration()),
                ":likes", number(delta.likes()),
                ":dislikes", number(delta.dislikes())));
        String set = "SET #type = :type, #id = :id, #gsi2pk = :bucket, #gsi2sk = if_not_exists(#gsi2sk, :rank)";
        if (subject.kind() == Subject.Kind.VIDEO) {
            set += ", #gsi1pk = :partition, #gsi1sk = :summary";
            names.putAll(Map.of("#gsi1pk", Keys.GSI1PK, "#gsi1sk", Keys.GSI1SK));
            values.put(":partition", AttributeValue.fromS(Keys.partition(subject)));
            values.put(":summary", AttributeValue.fromS(Keys.SUMMARY));
        }
        return Update.builder()
                .tableName(tableName)
                .key(SummaryItems.key(subject))
                .updateExpression(set + " ADD #views :views, #duration :duration, #likes :likes, #dislikes :dislikes")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
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

    private long expiry(Duration kept) {
        Instant now = clock.instant();
        return now.plus(kept).getEpochSecond();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
