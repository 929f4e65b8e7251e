package io.github.viewtally.local.chaos;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * The table of one delivery. It has no stream, because DynamoDB Local becomes slow with each table that had one.
 *
 * @param client a client without faults
 * @param faultyClient a client with faults
 */
record AuditedTable(DynamoDbClient client, DynamoDbClient faultyClient, String name) {

    /** The client of an auditor, for which the table has a stream, and between whose calls other steps are made. */
    DynamoDbClient auditorClient(Runnable step, Random random) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (random.nextInt(3) == 0) {
                        step.run();
                    }
                    return method.getName().equals("describeTable")
                            ? DescribeTableResponse.builder()
                                    .table(table -> table.latestStreamArn("virtual"))
                                    .build()
                            : call(method, withSmallPages(arguments, random));
                });
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(faultyClient, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The table fits in a page, but its partitions shall be divided between pages. */
    private static Object[] withSmallPages(Object[] arguments, Random random) {
        return arguments != null && arguments[0] instanceof ScanRequest scan
                ? new Object[] {scan.toBuilder().limit(5 + random.nextInt(60)).build()}
                : arguments;
    }
}
