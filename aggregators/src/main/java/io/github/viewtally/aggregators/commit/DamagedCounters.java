package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.CounterDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.HourDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.TrendItems;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Removes stored counters to which DynamoDB cannot add: another program has stored a text, or a number so large that the sum
 * has too many digits. Without this, one such counter would make every transaction fail and stop the shard. A removed
 * counter starts again at zero. The quarantine keeps its old value, and the next audit corrects it.
 */
final class DamagedCounters {

    private static final Logger LOG = LoggerFactory.getLogger(DamagedCounters.class);

    /** Amazon DynamoDB guide, "Supported data types": 38 digits of precision, and less than 10^126. */
    private static final int MAX_DIGITS = 38;

    private static final int MAX_EXPONENT = 125;

    /** The maximum number of items that one call repairs. Further ones make the transaction fail again. */
    private static final int MAX_ITEMS = 5;

    private final DynamoDbClient dynamoDb;
    private final ItemReader reader;
    private final QuarantineItems quarantine;
    private final HalfLife halfLife;

    DamagedCounters(DynamoDbClient dynamoDb, String tableName, QuarantineItems quarantine, HalfLife halfLife) {
        this.halfLife = halfLife;
        this.dynamoDb = dynamoDb;
        this.reader = new ItemReader(dynamoDb, tableName);
        this.quarantine = quarantine;
    }

    /** Removes counters to which a refused plan cannot add. Returns the number of summaries and hours changed. */
    int remove(String shardId, TransactionPlan plan) {
        int changed = 0;
        try {
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored = reader.read(plan.updates().stream()
                            .flatMap(update -> keyOf(update).stream())
                            .toList())
                    .byKey();
            for (ItemUpdate update : plan.updates()) {
                Map<String, AttributeValue> item =
                        keyOf(update).map(stored::get).orElse(Map.of());
                List<String> damaged = damagedCounters(update, item);
                if (!damaged.isEmpty() && changed < MAX_ITEMS) {
                    remove(damaged, shardId, plan, update, item);
                    changed++;
                }
            }
        } catch (SdkException e) {
            LOG.warn("Cannot remove the damaged counters of a refused transaction", e);
        }
        return changed;
    }

    private void remove(
            List<String> damaged,
            String shardId,
            TransactionPlan plan,
            ItemUpdate update,
            Map<String, AttributeValue> item) {
        LOG.error("Counters of {} are damaged and start again at zero: {}", update.name(), damaged);
        List<TransactWriteItem> writes =
                new ArrayList<>(quarantine.moveCounters(shardId, plan.firstRecord(), update.name(), damaged, item));
        writes.add(TransactWriteItem.builder()
                .put(quarantine.auditDue(update.name()))
                .build());
        dynamoDb.transactWriteItems(request -> request.transactItems(writes));
    }

    private static Optional<Map<String, AttributeValue>> keyOf(ItemUpdate update) {
        if (update instanceof SummaryDelta summary) {
            return Optional.of(SummaryItems.key(summary.key()));
        }
        return update instanceof HourDelta hour ? Optional.of(HourItems.key(hour.hour())) : Optional.empty();
    }

    private List<String> damagedCounters(ItemUpdate update, Map<String, AttributeValue> item) {
        return deltas(update).entrySet().stream()
                .filter(counter -> item.containsKey(counter.getKey()))
                .filter(counter -> !canAdd(counter.getValue(), counter.getKey(), item))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Map<String, Long> deltas(ItemUpdate update) {
        Map<String, Long> deltas = new HashMap<>();
        if (update instanceof CounterDelta counters) {
            Counts delta = counters.delta();
            Counts expired = counters.expired();
            deltas.put(Keys.VIEWS, delta.views());
            deltas.put(Keys.DURATION, delta.duration());
            deltas.put(Keys.LIKES, delta.likes());
            deltas.put(Keys.DISLIKES, delta.dislikes());
            deltas.put(Keys.EXPIRED_VIEWS, expired.views());
            deltas.put(Keys.EXPIRED_DURATION, expired.duration());
            deltas.put(Keys.EXPIRED_LIKES, expired.likes());
            deltas.put(Keys.EXPIRED_DISLIKES, expired.dislikes());
            halfLife.weigh(counters.hourly())
                    .byEpoch()
                    .forEach((epoch, weight) -> deltas.put(TrendItems.attribute(halfLife, epoch), weight));
            deltas.put(Keys.VIEWERS, delta.viewers());
            deltas.put(Keys.VIDEOS, delta.viewers());
        }
        return deltas;
    }

    private static boolean canAdd(long delta, String counter, Map<String, AttributeValue> stored) {
        return Attributes.of(stored)
                .number(counter)
                .map(number -> new BigDecimal(number).add(BigDecimal.valueOf(delta)))
                .map(BigDecimal::stripTrailingZeros)
                .filter(sum -> sum.precision() <= MAX_DIGITS && sum.precision() - sum.scale() - 1 <= MAX_EXPONENT)
                .isPresent();
    }
}
