package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate.Action;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Builds the writes of viewers. Each has a condition that fails if the viewer has changed since it was read, because an
 * audit or an erasure may change it.
 */
final class ViewerWrites {

    private static final String EXISTS = "attribute_exists(" + Keys.PK + ")";

    private final String tableName;

    ViewerWrites(String tableName) {
        this.tableName = tableName;
    }

    TransactWriteItem item(String shardId, ViewerUpdate update) {
        return switch (update.action()) {
            case ADD, ADD_EXPIRED ->
                TransactWriteItem.builder()
                        .put(put -> put.tableName(tableName)
                                .item(newItem(shardId, update))
                                .conditionExpression(ViewerItems.IS_NEW))
                        .build();
            case EXPIRE ->
                TransactWriteItem.builder()
                        .update(expire -> expire.tableName(tableName)
                                .key(ViewerItems.key(update.viewer()))
                                .updateExpression("SET " + Keys.EXPIRED + " = :yes")
                                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromN("1")))
                                .conditionExpression(EXISTS))
                        .build();
            case REMOVE ->
                TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(tableName)
                                .key(ViewerItems.key(update.viewer()))
                                .conditionExpression(ViewerItems.IS_UNEXPIRED))
                        .build();
        };
    }

    /** The item also contains the record that added it and its shard, so that an audit knows which cuts include it. */
    private static Map<String, AttributeValue> newItem(String shardId, ViewerUpdate update) {
        Map<String, AttributeValue> item = new HashMap<>(
                ViewerItems.toItem(update.viewer(), update.partitions(), update.action() == Action.ADD_EXPIRED));
        item.put(Keys.SHARD_ID, AttributeValue.fromS(shardId));
        item.put(Keys.SEQUENCE_NUMBER, AttributeValue.fromS(update.through().padded()));
        return item;
    }
}
