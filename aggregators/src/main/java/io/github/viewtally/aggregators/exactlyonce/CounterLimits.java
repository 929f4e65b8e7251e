package io.github.viewtally.aggregators.exactlyonce;

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
 * Finds the counters to which nothing can be added: another program has made them texts, or numbers whose sum has more
 * digits than DynamoDB keeps. One such item would make the transaction of its group fail for ever, and stop its shard.
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

    /** The group with each such item replaced by a record of what could not be added; empty if there is none. */
    Optional<TransactionPlan> withoutUncountable(TransactionPlan group) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored = read(group);
        List<ItemUpdate> items = new ArrayList<>(group.items().size());
        boolean found = false;
        for (ItemUpdate item : group.items()) {
            Optional<ItemUpdate> uncountable = keyOf(item).map(stored::get).flatMap(counters -> fault(item, counters)
                    .map(fault -> {
                        LOG.error("{} is not counted to, what was to be added is quarantined: {}", item.name(), fault);
                        return new ItemUpdate.Uncountable(item.name(), deltaOf(item), fault);
                    }));
            found |= uncountable.isPresent();
            items.add(uncountable.orElse(item));
        }
        return found
                ? Optional.of(
                        new TransactionPlan(items, group.first(), group.lead(), group.through(), group.nextLead()))
                : Optional.empty();
    }

    private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> read(TransactionPlan group) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored = new HashMap<>();
        List<Map<String, AttributeValue>> keys =
                group.items().stream().flatMap(item -> keyOf(item).stream()).toList();
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
            LOG.warn("cannot tell which item of a group refuses its change", e);
        }
        return stored;
    }

    private static Optional<Map<String, AttributeValue>> keyOf(ItemUpdate item) {
        if (item instanceof ItemUpdate.Summary summary) {
            return Optional.of(SummaryItems.key(summary.subject()));
        }
        return item instanceof ItemUpdate.Hour hour ? Optional.of(HourItems.key(hour.hour())) : Optional.empty();
    }

    private static Counts deltaOf(ItemUpdate item) {
        return item instanceof ItemUpdate.Summary summary ? summary.delta() : ((ItemUpdate.Hour) item).delta();
    }

    private static Optional<String> fault(ItemUpdate item, Map<String, AttributeValue> stored) {
        Counts delta = deltaOf(item);
        Map<String, Long> added = new HashMap<>(Map.of(Keys.VIEWS, delta.views(), Keys.DURATION, delta.duration()));
        if (item instanceof ItemUpdate.Summary) {
            added.put(Keys.LIKES, delta.likes());
            added.put(Keys.DISLIKES, delta.dislikes());
        }
        return added.entrySet().stream()
                .filter(counter -> stored.containsKey(counter.getKey()))
                .filter(counter -> !canBeAdded(stored, counter.getKey(), counter.getValue()))
                .map(counter -> counter.getValue() + " cannot be added to " + counter.getKey() + ", which is "
                        + stored.get(counter.getKey()))
                .findFirst();
    }

    private static boolean canBeAdded(Map<String, AttributeValue> stored, String counter, long delta) {
        return Attributes.of(stored)
                .number(counter)
                .map(number -> new BigDecimal(number).add(BigDecimal.valueOf(delta)))
                .map(BigDecimal::stripTrailingZeros)
                .filter(sum -> sum.precision() <= MAX_DIGITS && sum.precision() - sum.scale() - 1 <= MAX_EXPONENT)
                .isPresent();
    }
}
