package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import io.github.viewtally.local.stack.MappingSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The aggregators with one protection removed. The chaos test must detect each of them. */
enum Mutants implements Aggregation {

    /** Repeated records are counted again. */
    CONDITION_REMOVED {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(client, BrokenUpdates::withoutCondition);
        }
    },

    /** After a partly applied batch, the applied part is counted again. */
    PARTIAL_CHECKPOINT_REMOVED {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(client, BrokenUpdates::withoutPartialCheckpoint);
        }
    },

    /** What is deferred is not written to the checkpoint. */
    DEFERRED_FORGOTTEN {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(
                    client,
                    update -> BrokenUpdates.without(update, ", deferredDeltas = :nextDeferred", ":nextDeferred"));
        }
    },

    /** A deferred change is moved to its item again by an invocation that does not know that it is moved. */
    DEFERRED_NOT_COMPARED {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(
                    client, update -> BrokenUpdates.without(update, " AND deferredDeltas = :deferred", ":deferred"));
        }
    },

    /** Removed views stay in the trend of their video. */
    TREND_KEEPS_REMOVED_VIEWS {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(client, BrokenUpdates::keepingRemovedViews);
        }
    },

    /** Removed events stay in the hours of their user. */
    HOURS_OF_USERS_KEEP_REMOVED_EVENTS {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(client, BrokenUpdates::keepingRemovedEventsInHoursOfUsers);
        }
    },

    /** The trend is left out of what is deferred. */
    TREND_NOT_DEFERRED {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return intercepted(client, BrokenUpdates::withoutDeferredTrend);
        }
    },

    /** The checkpoint is written after the counts. A crash in between leads to double counts. */
    CHECKPOINT_OUTSIDE_THE_TRANSACTION {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return (DynamoDbClient) Proxy.newProxyInstance(
                    Mutants.class.getClassLoader(),
                    new Class<?>[] {DynamoDbClient.class},
                    (proxy, method, arguments) -> {
                        if (!(arguments[0] instanceof TransactWriteItemsRequest)) {
                            return invoked(client, method, arguments[0]);
                        }
                        TransactWriteItemsRequest transaction = (TransactWriteItemsRequest) arguments[0];
                        List<TransactWriteItem> items = transaction.transactItems();
                        if (items.size() > 1) {
                            client.transactWriteItems(transaction.toBuilder()
                                    .transactItems(items.subList(1, items.size()))
                                    .build());
                        }
                        try {
                            client.updateItem(
                                    BrokenUpdates.asUpdateItem(items.get(0).update()));
                        } catch (ConditionalCheckFailedException alreadyApplied) {
                            return TransactWriteItemsResponse.builder().build();
                        }
                        return TransactWriteItemsResponse.builder().build();
                    });
        }
    },

    /** The first record that was not applied is not delivered again. */
    FAILURE_REPORTED_ONE_RECORD_LATE {
        @Override
        TimeWindowEventResponse handle(
                RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> original,
                DynamodbTimeWindowEvent event,
                Context context) {
            TimeWindowEventResponse response = original.handleRequest(event, context);
            if (!response.getBatchItemFailures().isEmpty()) {
                String first = response.getBatchItemFailures().get(0).getItemIdentifier();
                response.setBatchItemFailures(behind(first, event.getRecords()));
            }
            return response;
        }

        private static List<BatchItemFailure> behind(String first, List<DynamodbStreamRecord> records) {
            for (int i = 0; i + 1 < records.size(); i++) {
                if (records.get(i).getDynamodb().getSequenceNumber().equals(first)) {
                    return List.of(new BatchItemFailure(
                            records.get(i + 1).getDynamodb().getSequenceNumber()));
                }
            }
            return List.of();
        }
    },

    /** The checkpoint is ahead of the counted records. */
    TRANSACTIONS_OUT_OF_ORDER {
        @Override
        TimeWindowEventResponse handle(
                RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> original,
                DynamodbTimeWindowEvent event,
                Context context) {
            List<DynamodbStreamRecord> all = new ArrayList<>(event.getRecords());
            int middle = all.size() / 2;
            event.setRecords(all.subList(middle, all.size()));
            TimeWindowEventResponse response = original.handleRequest(event, context);
            event.setRecords(all.subList(0, middle));
            TimeWindowEventResponse earlier = original.handleRequest(event, context);
            return earlier.getBatchItemFailures().isEmpty() ? response : earlier;
        }
    },

    /** Every view is taken for the first one of its user and its video. */
    VIEWERS_NOT_READ {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return ViewerMutants.notRead(client);
        }
    },

    /** A removed view is taken for the last one of its user and its video. */
    OTHER_VIEWS_NOT_READ {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return ViewerMutants.otherViewsNotRead(client);
        }
    },

    /** A viewer is counted, but not stored. */
    VIEWERS_NOT_STORED {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return ViewerMutants.withoutWrites(client, write -> write.put() != null);
        }
    },

    /** A viewer without views is not removed, but no longer counted. */
    VIEWERS_NOT_REMOVED {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return ViewerMutants.withoutWrites(client, write -> write.delete() != null);
        }
    },

    /** Nobody remembers that time to live has removed a view. */
    EXPIRED_VIEWERS_FORGOTTEN {
        @Override
        DynamoDbClient broken(DynamoDbClient client) {
            return ViewerMutants.expiredForgotten(client);
        }
    };

    DynamoDbClient broken(DynamoDbClient client) {
        return client;
    }

    TimeWindowEventResponse handle(
            RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> original,
            DynamodbTimeWindowEvent event,
            Context context) {
        return original.handleRequest(event, context);
    }

    @Override
    public RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler(
            MappingSettings mapping, DynamoDbClient client, String tableName, int maxItems) {
        RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> original =
                EXACTLY_ONCE.handler(mapping, broken(client), tableName, maxItems);
        return (event, context) -> handle(original, event, context);
    }

    private static DynamoDbClient intercepted(DynamoDbClient client, UnaryOperator<Update> change) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                Mutants.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> invoked(
                        client,
                        method,
                        arguments[0] instanceof TransactWriteItemsRequest transaction
                                ? changed(transaction, change)
                                : arguments[0]));
    }

    private static TransactWriteItemsRequest changed(
            TransactWriteItemsRequest transaction, UnaryOperator<Update> change) {
        return transaction.toBuilder()
                .transactItems(transaction.transactItems().stream()
                        .map(item -> item.update() == null
                                ? item
                                : TransactWriteItem.builder()
                                        .update(change.apply(item.update()))
                                        .build())
                        .toList())
                .build();
    }

    private static Object invoked(DynamoDbClient client, Method method, Object argument) throws Throwable {
        try {
            return method.invoke(client, argument);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
