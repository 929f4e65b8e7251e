package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.HourDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
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
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Finds the stored counters to which DynamoDB cannot add: another program has stored a text, or a number so large that the
 * sum has too many digits. Without this, one such counter would make every transaction fail and stop the shard.
 */
final class CounterLimits {

    private static final Logger LOG = LoggerFactory.getLogger(CounterLimits.class);

    /** Amazon DynamoDB guide, "Supported data types": 38 digits of precision, and less than 10^126. */
    private static final int MAX_DIGITS = 38;

    private static final int MAX_EXPONENT = 125;

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    CounterLimits(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /**
     * Returns the plan with every delta that cannot be added moved to the quarantine. It reads the counters of the plan.
     *
     * @return empty if every delta can be added, or the counters cannot be read
     */
    Optional<TransactionPlan> quarantineUncountable(TransactionPlan plan) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored = read(plan);
        List<ItemUpdate> updates = new ArrayList<>(plan.updates().size());
        boolean found = false;
        for (ItemUpdate update : plan.updates()) {
            Optional<String> reason = keyOf(update).map(stored::get).flatMap(item -> reason(update, item));
            if (reason.isPresent()) {
                LOG.error("The delta of {} goes to the quarantine: {}", update.name(), reason.get());
                updates.add(new QuarantinedDelta(update.name(), deltaOf(update), expiredOf(update), reason.get()));
                found = true;
            } else {
                updates.add(update);
            }
        }
        return found ? Optional.of(plan.withUpdates(updates)) : Optional.empty();
    }

    private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> read(TransactionPlan plan) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored = new HashMap<>();
        List<Map<String, AttributeValue>> keys = plan.updates().stream()
                .flatMap(update -> keyOf(update).stream())
                .toList();
        if (keys.isEmpty()) {
            return stored;
        }
        try {
            BatchGetItemResponse response = dynamoDb.batchGetItem(request -> request.requestItems(Map.of(
                    tableName,
                    KeysAndAttributes.builder().keys(keys).consistentRead(true).build())));
            for (Map<String, AttributeValue> item : response.responses().getOrDefault(tableName, List.of())) {
                stored.put(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)), item);
            }
        } catch (SdkException e) {
            LOG.warn("Cannot read the counters of a refused transaction", e);
        }
        return stored;
    }

    private static Optional<Map<String, AttributeValue>> keyOf(ItemUpdate update) {
        if (update instanceof SummaryDelta summary) {
            return Optional.of(SummaryItems.key(summary.key()));
        }
        return update instanceof HourDelta hour ? Optional.of(HourItems.key(hour.hour())) : Optional.empty();
    }

    private static Counts deltaOf(ItemUpdate update) {
        return update instanceof SummaryDelta summary ? summary.delta() : ((HourDelta) update).delta();
    }

    private static Counts expiredOf(ItemUpdate update) {
        return update instanceof SummaryDelta summary ? summary.expired() : ((HourDelta) update).expired();
    }

    private static Optional<String> reason(ItemUpdate update, Map<String, AttributeValue> stored) {
        Counts delta = deltaOf(update);
        Counts expired = expiredOf(update);
        Map<String, Long> deltas = new HashMap<>(Map.of(
                Keys.VIEWS, delta.views(),
                Keys.DURATION, delta.duration(),
                Keys.EXPIRED_VIEWS, expired.views(),
                Keys.EXPIRED_DURATION, expired.duration()));
        if (update instanceof SummaryDelta) {
            deltas.put(Keys.LIKES, delta.likes());
            deltas.put(Keys.DISLIKES, delta.dislikes());
            deltas.put(Keys.EXPIRED_LIKES, expired.likes());
            deltas.put(Keys.EXPIRED_DISLIKES, expired.dislikes());
        }
        return deltas.entrySet().stream()
                .filter(counter -> stored.containsKey(counter.getKey()))
                .filter(counter -> !canAdd(counter.getValue(), counter.getKey(), stored))
                .map(counter -> counter.getValue() + " cannot be added to " + counter.getKey() + ", which is "
                        + stored.get(counter.getKey()))
                .findFirst();
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
