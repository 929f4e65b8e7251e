package io.github.viewtally.local.chaos;

import io.github.viewtally.model.table.Keys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The audit with one protection removed. The chaos test must detect each of them but the first. */
enum AuditMutants {

    /** The audit of this project. */
    NONE,

    /** Events are taken as they are in the table, not as they were at the checkpoints. */
    REWIND_REMOVED {
        @Override
        DynamoDbStreamsClient broken(DynamoDbStreamsClient streams) {
            return (DynamoDbStreamsClient) Proxy.newProxyInstance(
                    AuditMutants.class.getClassLoader(),
                    new Class<?>[] {DynamoDbStreamsClient.class},
                    (proxy, method, arguments) -> method.getName().equals("getRecords")
                            ? withoutImages((GetRecordsResponse) invoke(streams, method, arguments))
                            : invoke(streams, method, arguments));
        }
    },

    /** A repair is applied again, as after a lost response. */
    REPAIR_APPLIED_TWICE {
        @Override
        Object call(DynamoDbClient client, Method method, Object[] arguments, Runnable step) throws Throwable {
            Object response = invoke(client, method, arguments);
            if (arguments[0] instanceof UpdateItemRequest repair
                    && repair.updateExpression().contains(Keys.AUDIT_MARK)) {
                client.updateItem(repair.toBuilder()
                        .conditionExpression(null)
                        .expressionAttributeValues(without(repair.expressionAttributeValues(), ":seen"))
                        .build());
            }
            return response;
        }
    },

    /** What is deferred in the checkpoints is not looked at. */
    DEFERRED_IGNORED {
        @Override
        Object call(DynamoDbClient client, Method method, Object[] arguments, Runnable step) throws Throwable {
            Object response = invoke(client, method, arguments);
            return response instanceof TransactGetItemsResponse read ? without(read, Keys.DEFERRED) : response;
        }
    },

    /** Viewers are counted whether they were there at the cut or not. */
    VIEWERS_AFTER_THE_CUT_COUNTED {
        @Override
        Object call(DynamoDbClient client, Method method, Object[] arguments, Runnable step) throws Throwable {
            Object response = invoke(client, method, arguments);
            if (response instanceof QueryResponse query) {
                return query.toBuilder()
                        .items(query.items().stream()
                                .map(item -> without(item, Keys.SHARD_ID))
                                .toList())
                        .build();
            }
            return response instanceof TransactGetItemsResponse read ? without(read, Keys.SHARD_ID) : response;
        }
    },

    /** Records are committed between the read of a summary and the read of the checkpoints. */
    CUT_WITHOUT_TRANSACTION {
        @Override
        Object call(DynamoDbClient client, Method method, Object[] arguments, Runnable step) throws Throwable {
            if (!(arguments[0] instanceof TransactGetItemsRequest transaction)) {
                return invoke(client, method, arguments);
            }
            List<ItemResponse> responses = new ArrayList<>();
            boolean isCheckpoint = false;
            for (TransactGetItem item : transaction.transactItems()) {
                Map<String, AttributeValue> key = item.get().key();
                boolean isFirstCheckpoint =
                        !isCheckpoint && key.get(Keys.PK).s().startsWith("POSITION#");
                for (int i = 0; isFirstCheckpoint && i < STEPS; i++) {
                    step.run();
                }
                isCheckpoint |= isFirstCheckpoint;
                responses.add(ItemResponse.builder()
                        .item(client.getItem(
                                        request -> request.tableName(item.get().tableName())
                                                .key(key)
                                                .consistentRead(true))
                                .item())
                        .build());
            }
            return TransactGetItemsResponse.builder().responses(responses).build();
        }
    };

    private static final int STEPS = 2;

    DynamoDbStreamsClient broken(DynamoDbStreamsClient streams) {
        return streams;
    }

    Object call(DynamoDbClient client, Method method, Object[] arguments, Runnable step) throws Throwable {
        return invoke(client, method, arguments);
    }

    /**
     * Changes the calls of an auditor.
     *
     * @param step delivers some records
     */
    DynamoDbClient broken(DynamoDbClient client, Runnable step) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                AuditMutants.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> call(client, method, arguments, step));
    }

    private static GetRecordsResponse withoutImages(GetRecordsResponse response) {
        return response.toBuilder()
                .records(response.records().stream()
                        .map(AuditMutants::withoutImages)
                        .toList())
                .build();
    }

    private static Record withoutImages(Record record) {
        return record.toBuilder()
                .dynamodb(record.dynamodb().toBuilder()
                        .oldImage(null)
                        .newImage(null)
                        .build())
                .build();
    }

    private static TransactGetItemsResponse without(TransactGetItemsResponse read, String attribute) {
        return TransactGetItemsResponse.builder()
                .responses(read.responses().stream()
                        .map(item -> ItemResponse.builder()
                                .item(without(item.item(), attribute))
                                .build())
                        .toList())
                .build();
    }

    private static <V> Map<String, V> without(Map<String, V> values, String name) {
        Map<String, V> rest = new HashMap<>(values);
        rest.remove(name);
        return rest;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
