package io.github.viewtally.local.chaos;

import java.util.HashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Updates of the aggregators with one protection removed. */
final class BrokenUpdates {

    private BrokenUpdates() {}

    static Update withoutCondition(Update update) {
        if (update.conditionExpression() == null) {
            return update;
        }
        var values = new HashMap<>(update.expressionAttributeValues());
        values.keySet().removeIf(name -> !update.updateExpression().contains(name));
        return update.toBuilder()
                .conditionExpression(null)
                .expressionAttributeValues(values)
                .build();
    }

    /** Removes a part of the update or of the condition of a checkpoint. */
    static Update without(Update update, String part, String valueName) {
        if (update.conditionExpression() == null) {
            return update;
        }
        var values = new HashMap<>(update.expressionAttributeValues());
        values.remove(valueName);
        return update.toBuilder()
                .updateExpression(update.updateExpression().replace(part, ""))
                .conditionExpression(update.conditionExpression().replace(part, ""))
                .expressionAttributeValues(values)
                .build();
    }

    /** Neither writes nor checks a partial checkpoint. */
    static Update withoutPartialCheckpoint(Update update) {
        if (update.conditionExpression() == null) {
            return update;
        }
        String written = update.updateExpression()
                .replace(", leadThrough = :nextThrough, leadUpTo = :nextUpTo, leadVersion = :nextVersion", "")
                .replace(" REMOVE leadThrough, leadUpTo, leadVersion, deferredDeltas", " REMOVE deferredDeltas")
                .replace(" REMOVE leadThrough, leadUpTo, leadVersion", "");
        var values = new HashMap<>(update.expressionAttributeValues());
        values.keySet()
                .removeIf(name -> name.matches(":required|:leadThrough|:leadUpTo|:nextThrough|:nextUpTo|:nextVersion"));
        return update.toBuilder()
                .updateExpression(written)
                .conditionExpression(
                        values.containsKey(":deferred")
                                ? "sequenceNumber < :first AND deferredDeltas = :deferred"
                                : "attribute_not_exists(sequenceNumber) OR sequenceNumber < :first")
                .expressionAttributeValues(values)
                .build();
    }

    static UpdateItemRequest asUpdateItem(Update update) {
        return UpdateItemRequest.builder()
                .tableName(update.tableName())
                .key(update.key())
                .updateExpression(update.updateExpression())
                .conditionExpression(update.conditionExpression())
                .expressionAttributeNames(update.expressionAttributeNames())
                .expressionAttributeValues(update.expressionAttributeValues())
                .build();
    }

    /** Does not subtract the weights of removed views. */
    static Update keepingRemovedViews(Update update) {
        var values = new HashMap<>(update.expressionAttributeValues());
        values.replaceAll((name, value) -> name.startsWith(":trend") && value.n() != null
                ? AttributeValue.fromN(value.n().replaceAll("-.*", "0"))
                : value);
        return update.toBuilder().expressionAttributeValues(values).build();
    }

    /** Does not subtract from the hours of users. */
    static Update keepingRemovedEventsInHoursOfUsers(Update update) {
        if (!update.key().get("PK").s().startsWith("USER#")
                || !update.key().get("SK").s().startsWith("HOUR#")) {
            return update;
        }
        var values = new HashMap<>(update.expressionAttributeValues());
        values.replaceAll(
                (name, value) -> value.n() != null && value.n().startsWith("-") ? AttributeValue.fromN("0") : value);
        return update.toBuilder().expressionAttributeValues(values).build();
    }

    /** Stores only the counters of what is deferred. */
    static Update withoutDeferredTrend(Update update) {
        var values = new HashMap<>(update.expressionAttributeValues());
        values.computeIfPresent(":nextDeferred", (name, deferred) -> {
            var items = new HashMap<>(deferred.m());
            items.replaceAll((item, numbers) -> AttributeValue.fromL(numbers.l().subList(0, 8)));
            return AttributeValue.fromM(items);
        });
        return update.toBuilder().expressionAttributeValues(values).build();
    }
}
