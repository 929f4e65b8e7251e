package io.github.viewtally.aggregators;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Creates clients whose transactions are canceled for some of their updates. */
final class RefusingClient {

    private RefusingClient() {}

    /**
     * Wraps a client.
     *
     * @param code the reason of the refused updates
     * @param refused is called for each canceled transaction
     */
    static DynamoDbClient of(
            DynamoDbClient client, String code, Predicate<TransactWriteItem> isRefused, Runnable refused) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                RefusingClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (arguments[0] instanceof TransactWriteItemsRequest transaction) {
                        refuse(transaction, code, isRefused, refused);
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void refuse(
            TransactWriteItemsRequest transaction,
            String code,
            Predicate<TransactWriteItem> isRefused,
            Runnable refused) {
        List<String> codes = transaction.transactItems().stream()
                .map(item -> isRefused.test(item) ? code : "None")
                .toList();
        if (codes.contains(code)) {
            refused.run();
            throw TransactionCanceledException.builder()
                    .cancellationReasons(codes.stream()
                            .map(reason ->
                                    CancellationReason.builder().code(reason).build())
                            .toList())
                    .build();
        }
    }
}
