package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.local.mapping.FunctionInvoker;
import io.github.viewtally.local.mapping.Invocation;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import io.github.viewtally.local.stack.MappingSettings;
import io.github.viewtally.local.stack.StackTemplate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The functions of an aggregation, with an instance of their own for each invocation, as after a cold start. */
final class SimulatedFunction {

    private static final String STREAM_ARN = "arn:aws:dynamodb:local:000000000000:table/video-stats/stream/chaos";

    private final StackTemplate stack;
    private final Aggregation aggregation;
    private final DynamoDbClient client;
    private final String tableName;
    private final int maxItems;
    private final Heat heat;
    private final AtomicInteger invocations = new AtomicInteger();

    /**
     * Creates the functions.
     *
     * @param maxItems maximum number of items in one transaction
     * @param heat refuses some transactions
     */
    SimulatedFunction(
            StackTemplate stack,
            Aggregation aggregation,
            DynamoDbClient client,
            String tableName,
            int maxItems,
            Heat heat) {
        this.stack = stack;
        this.aggregation = aggregation;
        this.client = client;
        this.tableName = tableName;
        this.maxItems = maxItems;
        this.heat = heat;
    }

    /**
     * Invokes the function of a mapping once.
     *
     * @param timeChecks number of checks of the remaining time after which no time is left
     * @return empty if the function fails, as the baseline does at any fault of DynamoDB
     */
    Optional<FunctionResponse> invoke(
            MappingSettings mapping, Invocation invocation, Interference interference, int timeChecks) {
        invocations.incrementAndGet();
        RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler =
                aggregation.handler(mapping, interference.around(heat.around(client)), tableName, maxItems);
        AtomicInteger checksLeft = new AtomicInteger(timeChecks);
        FunctionInvoker function = new FunctionInvoker(
                (event, context) -> handler.handleRequest(event, withTimeChecks(context, checksLeft)),
                stack.functionOf(mapping),
                STREAM_ARN);
        try {
            return Optional.of(function.invoke(invocation));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Context withTimeChecks(Context context, AtomicInteger checksLeft) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis") && checksLeft.getAndDecrement() <= 0) {
                        return 0;
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Number of invocations. */
    int invocations() {
        return invocations.get();
    }
}
