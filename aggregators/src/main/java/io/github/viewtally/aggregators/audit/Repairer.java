package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.QuarantineItems;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.ViewerItems;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Repairs summaries and hours. A repair subtracts the drift, so it is correct even if the total has changed since it was
 * measured. Each item contains a mark that the repair replaces, so a repair is never applied twice.
 */
final class Repairer {

    private static final Logger LOG = LoggerFactory.getLogger(Repairer.class);
    private static final int ATTEMPTS = 5;

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final QuarantineItems quarantine;

    Repairer(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.quarantine = new QuarantineItems("audit", tableName, InstantSource.system());
    }

    /**
     * Repairs an item as it was measured.
     *
     * @return false if the item has been repaired, deleted or created since
     */
    boolean repair(AuditedItem item) {
        if (item.isDamaged()) {
            return restart(item);
        }
        if (item.viewer().isPresent()) {
            return repairViewer(item.viewer().get(), item.isStored());
        }
        return item.isEmpty() ? remove(item) : update(item);
    }

    /** Adds a missing viewer, or removes one without a view, and changes the numbers of viewers and videos. */
    private boolean repairViewer(Viewer viewer, boolean isStored) {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(
                isStored
                        ? TransactWriteItem.builder()
                                .delete(delete -> delete.tableName(tableName)
                                        .key(ViewerItems.key(viewer))
                                        .conditionExpression(ViewerItems.IS_UNEXPIRED))
                                .build()
                        : TransactWriteItem.builder()
                                .put(put -> put.tableName(tableName)
                                        .item(ViewerItems.toItem(viewer, 1, false))
                                        .conditionExpression(ViewerItems.IS_NEW))
                                .build());
        for (SummaryKey summary : List.of(viewer.user(), viewer.video())) {
            String counter = SummaryItems.viewersAttribute(summary.kind());
            writes.add(TransactWriteItem.builder()
                    .update(ViewerItems.add(tableName, summary, counter, isStored ? -1 : 1))
                    .build());
        }
        return isCommitted(
                TransactWriteItemsRequest.builder()
                        .transactItems(writes)
                        .clientRequestToken(UUID.randomUUID().toString())
                        .build(),
                ATTEMPTS);
    }

    /** Removes the damaged counters of an item, so that they start again at zero, and keeps the item in the quarantine. */
    private boolean restart(AuditedItem item) {
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(quarantine.moveCounters(
                        UUID.randomUUID().toString(),
                        SequenceNumber.NONE,
                        item.name(),
                        List.copyOf(item.damagedCounters().keySet()),
                        item.stored()))
                .clientRequestToken(UUID.randomUUID().toString())
                .build();
        return isCommitted(request, ATTEMPTS);
    }

    /** Repeats a transaction that conflicts with another; returns false if its condition fails or it conflicts each time. */
    private boolean isCommitted(TransactWriteItemsRequest request, int attempts) {
        try {
            dynamoDb.transactWriteItems(request);
            return true;
        } catch (TransactionCanceledException e) {
            boolean hasChanged =
                    e.cancellationReasons().stream().anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()));
            LOG.debug("An item is not repaired: {}", e.getMessage());
            return !hasChanged && attempts > 1 && isCommitted(request, attempts - 1);
        }
    }

    private boolean update(AuditedItem item) {
        String mark = UUID.randomUUID().toString();
        Counts repair = item.drift().negated();
        Map<String, AttributeValue> counters = new LinkedHashMap<>();
        counters.put(Keys.VIEWS, number(repair.views()));
        counters.put(Keys.DURATION, number(repair.duration()));
        if (repair.viewers() != 0) {
            counters.put(SummaryItems.viewersAttribute(item.subject().kind()), number(repair.viewers()));
        }
        Map<String, AttributeValue> set = new LinkedHashMap<>(item.missingAttributes());
        set.put(Keys.AUDIT_MARK, AttributeValue.fromS(mark));
        if (item.isSummary() || repair.hasVotes()) {
            counters.put(Keys.LIKES, number(repair.likes()));
            counters.put(Keys.DISLIKES, number(repair.dislikes()));
        }
        if (item.isSummary()) {
            item.missingRank().ifPresent(rank -> set.put(Keys.GSI2SK, rank));
            set.putAll(item.missingTrendPlace());
            item.trendDrift().forEach((sum, drift) -> counters.put(sum, number(-drift)));
        }
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        String expression = "SET " + clause(set, " = ", names, values) + " ADD " + clause(counters, " ", names, values);
        UpdateItemRequest request = UpdateItemRequest.builder()
                .tableName(tableName)
                .key(AuditedItem.key(item.name()))
                .updateExpression(expression)
                .conditionExpression(condition(item, values))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
        try {
            dynamoDb.updateItem(request);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return isMarked(item, mark);
        }
    }

    /** A repeated request fails its condition if the first one was applied and only its response was lost. */
    private boolean isMarked(AuditedItem item, String mark) {
        return AttributeValue.fromS(mark)
                .equals(dynamoDb.getItem(request -> request.tableName(tableName)
                                .key(AuditedItem.key(item.name()))
                                .consistentRead(true))
                        .item()
                        .get(Keys.AUDIT_MARK));
    }

    private boolean remove(AuditedItem item) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":zero", number(0)));
        Map<String, String> names = new HashMap<>();
        String zero = item.counters().stream()
                .map(counter -> {
                    names.put("#" + counter, counter);
                    return "(attribute_not_exists(#" + counter + ") OR #" + counter + " = :zero)";
                })
                .collect(Collectors.joining(" AND "));
        try {
            dynamoDb.deleteItem(request -> request.tableName(tableName)
                    .key(AuditedItem.key(item.name()))
                    .conditionExpression(zero + " AND " + condition(item, values))
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            LOG.debug("{} is in use again", item.name());
            return false;
        }
    }

    private static String condition(AuditedItem item, Map<String, AttributeValue> values) {
        if (!item.isStored()) {
            return "attribute_not_exists(" + Keys.PK + ")";
        }
        AttributeValue mark = item.stored().get(Keys.AUDIT_MARK);
        if (mark == null) {
            return "attribute_exists(" + Keys.PK + ") AND attribute_not_exists(" + Keys.AUDIT_MARK + ")";
        }
        values.put(":seen", mark);
        return Keys.AUDIT_MARK + " = :seen";
    }

    private static String clause(
            Map<String, AttributeValue> attributes,
            String operator,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return attributes.entrySet().stream()
                .map(attribute -> {
                    names.put("#" + attribute.getKey(), attribute.getKey());
                    values.put(":" + attribute.getKey(), attribute.getValue());
                    return "#" + attribute.getKey() + operator + ":" + attribute.getKey();
                })
                .collect(Collectors.joining(", "));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
