package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.AuditMark;
import io.github.viewtally.aggregators.change.ItemUpdate.HourDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedRecord;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.IndexUpdates.Create;
import io.github.viewtally.aggregators.commit.IndexUpdates.IndexUpdate;
import io.github.viewtally.aggregators.commit.IndexUpdates.Keep;
import io.github.viewtally.aggregators.commit.IndexUpdates.Move;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SummaryItems;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Builds the request of a transaction, which writes the counters and the shard's checkpoint together. */
final class TransactionBuilder {

    /** The index of the checkpoint update in every transaction, and of its reason in a cancellation. */
    static final int CHECKPOINT_INDEX = 0;

    /** DynamoDB takes 100 items in a transaction ("Quotas" in its guide); one of them is the checkpoint. */
    static final int MAX_UPDATES = 99;

    /** Only reserved words need a placeholder. Each one makes the request longer and slower to parse. */
    private static final Map<String, String> COUNTER_NAMES = Map.of("#views", Keys.VIEWS, "#duration", Keys.DURATION);

    private static final Map<String, String> SUMMARY_NAMES =
            Map.of("#type", Keys.TYPE, "#views", Keys.VIEWS, "#duration", Keys.DURATION);

    private static final String ADD_VOTES = ", " + Keys.LIKES + " :likes, " + Keys.DISLIKES + " :dislikes";
    private static final String ADD = "ADD #views :views, #duration :duration" + ADD_VOTES;
    private static final String SET_RANK = Keys.GSI2SK + " = if_not_exists(" + Keys.GSI2SK + ", :rank), ";
    private static final String CREATE = SET_RANK + "#type = :type, ";
    private static final String CREATE_USER = CREATE + Keys.USER_ID + " = :id, " + Keys.GSI2PK + " = :bucket " + ADD;
    private static final String CREATE_VIDEO = CREATE + Keys.VIDEO_ID + " = :id, " + Keys.GSI2PK + " = :bucket, "
            + Keys.GSI1PK + " = :partition, " + Keys.GSI1SK + " = :summary " + ADD;
    private static final String CREATE_SITE = "SET #type = :type, " + Keys.SITE_BUCKET + " = :id " + ADD;
    private static final String ADD_TO_HOUR = " = :id ADD #views :views, #duration :duration";
    private static final String ADD_EXPIRED_VIEWS =
            ", " + Keys.EXPIRED_VIEWS + " :expiredViews, " + Keys.EXPIRED_DURATION + " :expiredDuration";
    private static final String ADD_EXPIRED = ADD_EXPIRED_VIEWS + ", " + Keys.EXPIRED_LIKES + " :expiredLikes, "
            + Keys.EXPIRED_DISLIKES + " :expiredDislikes";

    private static final AttributeValue SUMMARY = AttributeValue.fromS(Keys.SUMMARY);

    private final String tableName;
    private final CheckpointItems checkpoints;
    private final QuarantineItems quarantine;
    private final TrendClauses trend;
    private final ViewerWrites viewers;

    TransactionBuilder(
            String aggregatorName,
            String tableName,
            QuarantineItems quarantine,
            HalfLife halfLife,
            InstantSource clock) {
        this.trend = new TrendClauses(halfLife, clock);
        this.tableName = tableName;
        this.checkpoints = new CheckpointItems(aggregatorName, tableName, clock);
        this.quarantine = quarantine;
        this.viewers = new ViewerWrites(tableName);
    }

    TransactWriteItemsRequest build(String shardId, TransactionPlan plan, IndexUpdates indexUpdates) {
        return build(shardId, plan, indexUpdates, Optional.empty());
    }

    /** Builds a transaction that is committed only if the shard's checkpoint has the required sequence number. */
    TransactWriteItemsRequest build(
            String shardId, TransactionPlan plan, IndexUpdates indexUpdates, Optional<SequenceNumber> required) {
        List<TransactWriteItem> items = new ArrayList<>(1 + plan.updates().size());
        items.add(item(checkpoints.update(shardId, plan, required)));
        plan.updates().forEach(update -> items.add(item(shardId, update, indexUpdates)));
        return TransactWriteItemsRequest.builder().transactItems(items).build();
    }

    private TransactWriteItem item(String shardId, ItemUpdate update, IndexUpdates indexUpdates) {
        if (update instanceof SummaryDelta summary) {
            return item(addTo(summary, indexUpdates.of(summary)));
        }
        if (update instanceof HourDelta hour) {
            return item(addTo(hour));
        }
        if (update instanceof ViewerUpdate viewer) {
            return viewers.item(shardId, viewer);
        }
        if (update instanceof AuditMark mark) {
            return item(quarantine.auditDue(mark.item()));
        }
        return item(quarantine.put(shardId, ((QuarantinedRecord) update).change()));
    }

    private static TransactWriteItem item(Update update) {
        return TransactWriteItem.builder().update(update).build();
    }

    private static TransactWriteItem item(Put put) {
        return TransactWriteItem.builder().put(put).build();
    }

    /**
     * Adds to the four counters of events, zeros too, so that a summary has all of them whichever aggregator creates it. Adds
     * to the viewers only if they change.
     */
    private Update addTo(SummaryDelta summary, IndexUpdate indexUpdate) {
        SummaryKey key = summary.key();
        Counts delta = summary.delta();
        Map<String, AttributeValue> values = new HashMap<>(16);
        values.put(":views", number(delta.views()));
        values.put(":duration", number(delta.duration()));
        values.put(":likes", number(delta.likes()));
        values.put(":dislikes", number(delta.dislikes()));
        String more = summary.expired().isZero() ? "" : ADD_EXPIRED;
        if (!summary.expired().isZero()) {
            putExpired(summary.expired(), values);
            putExpiredVotes(summary.expired(), values);
        }
        if (delta.viewers() != 0) {
            more += ", " + SummaryItems.viewersAttribute(key.kind()) + " :viewers";
            values.put(":viewers", number(delta.viewers()));
        }
        more += trend.add(summary, values);
        Update.Builder update = Update.builder().tableName(tableName).key(SummaryItems.key(key));
        if (indexUpdate instanceof Keep) {
            update.updateExpression(ADD + more).expressionAttributeNames(COUNTER_NAMES);
        } else if (indexUpdate instanceof Move move) {
            update.updateExpression(move(move, values) + ADD + more + TrendClauses.remove(move))
                    .expressionAttributeNames(COUNTER_NAMES);
        } else {
            values.put(":type", AttributeValue.fromS(Keys.summaryType(key.kind())));
            values.put(":id", AttributeValue.fromS(key.id()));
            String places = TrendClauses.create((Create) indexUpdate, values);
            update.updateExpression(create(summary, places, values) + more).expressionAttributeNames(SUMMARY_NAMES);
        }
        return update.expressionAttributeValues(values).build();
    }

    private static String move(Move move, Map<String, AttributeValue> values) {
        List<String> places = new ArrayList<>();
        move.sortKey().ifPresent(sortKey -> {
            values.put(":rank", AttributeValue.fromS(sortKey));
            places.add(Keys.GSI2SK + " = :rank");
        });
        move.trend().ifPresent(place -> places.add(TrendClauses.set(place, values)));
        return "SET " + String.join(", ", places) + " ";
    }

    /** Only summaries of users and videos are in the index of summaries. */
    private static String create(SummaryDelta summary, String places, Map<String, AttributeValue> values) {
        SummaryKey key = summary.key();
        if (key.kind() == SummaryKey.Kind.SITE) {
            return CREATE_SITE;
        }
        values.put(":bucket", AttributeValue.fromS(RankKeys.summaryBucket(key)));
        String create = CREATE_USER;
        if (key.kind() == SummaryKey.Kind.VIDEO) {
            create = CREATE_VIDEO;
            values.put(":partition", AttributeValue.fromS(Keys.partition(key)));
            values.put(":summary", SUMMARY);
        }
        if (summary.delta().withoutViewers().isZero()
                && summary.expired().isZero()
                && summary.hourly().isZero()) {
            // Another transaction of the batch adds the views, and gives a new summary its rank.
            return "SET " + create.replace(SET_RANK, "");
        }
        values.put(
                ":rank",
                AttributeValue.fromS(RankKeys.summaryRank(key, summary.delta().views())));
        return "SET " + places + create;
    }

    /** Adds to the counters of votes only if votes change, so that most hours do not have them. */
    private Update addTo(HourDelta hour) {
        Map<String, AttributeValue> values = new HashMap<>();
        SummaryKey owner = hour.hour().owner();
        values.put(":type", AttributeValue.fromS(Keys.hourType(owner.kind())));
        values.put(":id", AttributeValue.fromS(owner.id()));
        values.put(":views", number(hour.delta().views()));
        values.put(":duration", number(hour.delta().duration()));
        String expression = "SET #type = :type, " + Keys.idAttribute(owner.kind()) + ADD_TO_HOUR;
        if (hour.delta().hasVotes()) {
            expression += ADD_VOTES;
            values.put(":likes", number(hour.delta().likes()));
            values.put(":dislikes", number(hour.delta().dislikes()));
        }
        if (!hour.expired().isZero()) {
            expression += hour.expired().hasVotes() ? ADD_EXPIRED : ADD_EXPIRED_VIEWS;
            putExpired(hour.expired(), values);
        }
        if (hour.expired().hasVotes()) {
            putExpiredVotes(hour.expired(), values);
        }
        return Update.builder()
                .tableName(tableName)
                .key(HourItems.key(hour.hour()))
                .updateExpression(expression)
                .expressionAttributeNames(SUMMARY_NAMES)
                .expressionAttributeValues(values)
                .build();
    }

    private static void putExpired(Counts expired, Map<String, AttributeValue> values) {
        values.put(":expiredViews", number(expired.views()));
        values.put(":expiredDuration", number(expired.duration()));
    }

    private static void putExpiredVotes(Counts expired, Map<String, AttributeValue> values) {
        values.put(":expiredLikes", number(expired.likes()));
        values.put(":expiredDislikes", number(expired.dislikes()));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
