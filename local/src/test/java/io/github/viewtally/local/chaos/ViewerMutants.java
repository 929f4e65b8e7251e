package io.github.viewtally.local.chaos;

import io.github.viewtally.model.table.Keys;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Removes protections of the count of unique viewers. */
final class ViewerMutants {

    private ViewerMutants() {}

    /** No viewer is found, and none need be new. */
    static DynamoDbClient notRead(DynamoDbClient client) {
        return intercepted(
                client,
                item -> item.put() == null
                        ? item
                        : TransactWriteItem.builder()
                                .put(item.put().toBuilder()
                                        .conditionExpression(null)
                                        .build())
                                .build(),
                item -> true,
                item -> item.get(Keys.SK).s().endsWith("#" + Keys.TYPE_VIEWER) ? null : item);
    }

    static DynamoDbClient otherViewsNotRead(DynamoDbClient client) {
        return intercepted(
                client,
                UnaryOperator.identity(),
                item -> true,
                item -> item.get(Keys.SK).s().contains("#VIEW#") ? null : item);
    }

    static DynamoDbClient withoutWrites(DynamoDbClient client, Predicate<TransactWriteItem> isLeftOut) {
        return intercepted(
                client,
                UnaryOperator.identity(),
                item -> !isLeftOut.test(item) || !isViewer(item),
                UnaryOperator.identity());
    }

    /** The attribute is neither read nor a condition. */
    static DynamoDbClient expiredForgotten(DynamoDbClient client) {
        return intercepted(
                client,
                item -> item.delete() == null
                        ? item
                        : TransactWriteItem.builder()
                                .delete(item.delete().toBuilder()
                                        .conditionExpression("attribute_exists(PK)")
                                        .build())
                                .build(),
                item -> true,
                item -> {
                    Map<String, AttributeValue> rest = new HashMap<>(item);
                    rest.remove(Keys.EXPIRED);
                    return rest;
                });
    }

    private static boolean isViewer(TransactWriteItem write) {
        return write.delete() != null
                || write.put() != null
                        && AttributeValue.fromS(Keys.TYPE_VIEWER)
                                .equals(write.put().item().get(Keys.TYPE));
    }

    /**
     * Changes the writes of transactions and the items read.
     *
     * @param read returns null for an item that is not found
     */
    private static DynamoDbClient intercepted(
            DynamoDbClient client,
            UnaryOperator<TransactWriteItem> written,
            Predicate<TransactWriteItem> isWritten,
            UnaryOperator<Map<String, AttributeValue>> read) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                ViewerMutants.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    Object[] changed = arguments;
                    if (arguments != null && arguments[0] instanceof TransactWriteItemsRequest transaction) {
                        changed = new Object[] {
                            transaction.toBuilder()
                                    .transactItems(transaction.transactItems().stream()
                                            .filter(isWritten)
                                            .map(written)
                                            .toList())
                                    .build()
                        };
                    }
                    // The other calls go through this client, too.
                    if (method.isDefault() && arguments != null && arguments[0] instanceof Consumer) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    try {
                        return withItems(method.invoke(client, changed), read);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Object withItems(Object response, UnaryOperator<Map<String, AttributeValue>> read) {
        if (response instanceof QueryResponse query) {
            return query.toBuilder().items(items(query.items(), read)).build();
        }
        if (response instanceof BatchGetItemResponse batch) {
            Map<String, List<Map<String, AttributeValue>>> tables = new HashMap<>();
            batch.responses().forEach((table, items) -> tables.put(table, items(items, read)));
            return batch.toBuilder().responses(tables).build();
        }
        return response;
    }

    private static List<Map<String, AttributeValue>> items(
            List<Map<String, AttributeValue>> items, UnaryOperator<Map<String, AttributeValue>> read) {
        return items.stream().map(read).filter(item -> item != null).toList();
    }
}
