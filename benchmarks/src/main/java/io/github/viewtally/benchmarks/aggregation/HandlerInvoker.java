package io.github.viewtally.benchmarks.aggregation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.benchmarks.process.Tables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Calls a function like Lambda's Java runtime: JSON in, JSON out, with AWS's own serialization. */
public final class HandlerInvoker {

    private static final PojoSerializer<DynamodbTimeWindowEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbTimeWindowEvent.class, HandlerInvoker.class.getClassLoader());
    private static final PojoSerializer<TimeWindowEventResponse> RESPONSES =
            LambdaEventSerializers.serializerFor(TimeWindowEventResponse.class, HandlerInvoker.class.getClassLoader());
    private static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            HandlerInvoker.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("getRemainingTimeInMillis")) {
                    return 60_000;
                }
                throw new UnsupportedOperationException(method.getName());
            });

    private final RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler;

    public HandlerInvoker(RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler) {
        this.handler = handler;
    }

    /** The function that counts views, with the default settings of counting. */
    public static HandlerInvoker ofViews(DynamoDbClient client) {
        return new HandlerInvoker(new ViewAggregator(client, Tables.NAME, CountingSettings.DEFAULT));
    }

    /** Deserializes an event, as the runtime does before it calls a function. */
    public static DynamodbTimeWindowEvent read(byte[] json) {
        return EVENTS.fromJson(new ByteArrayInputStream(json));
    }

    /**
     * Invokes the function.
     *
     * @throws IllegalStateException if the function reports a failed record
     */
    public void invoke(byte[] json) {
        TimeWindowEventResponse response = handler.handleRequest(read(json), CONTEXT);
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException("a batch was not processed to its end");
        }
        RESPONSES.toJson(response, new ByteArrayOutputStream(256));
    }
}
