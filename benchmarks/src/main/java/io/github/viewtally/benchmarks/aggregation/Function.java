package io.github.viewtally.benchmarks.aggregation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;

/** A function as Lambda's Java runtime calls it: JSON in, JSON out, by AWS's own serialization. */
final class Function {

    private static final PojoSerializer<DynamodbTimeWindowEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbTimeWindowEvent.class, Function.class.getClassLoader());
    private static final PojoSerializer<TimeWindowEventResponse> RESPONSES =
            LambdaEventSerializers.serializerFor(TimeWindowEventResponse.class, Function.class.getClassLoader());
    private static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            Function.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("getRemainingTimeInMillis")) {
                    return 60_000;
                }
                throw new UnsupportedOperationException(method.getName());
            });

    private final RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler;

    Function(RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler) {
        this.handler = handler;
    }

    /** What every function pays before it begins. */
    static DynamodbTimeWindowEvent read(byte[] json) {
        return EVENTS.fromJson(new ByteArrayInputStream(json));
    }

    /**
     * One invocation.
     *
     * @throws IllegalStateException if the function has not processed all
     */
    void invoke(byte[] json) {
        TimeWindowEventResponse response = handler.handleRequest(read(json), CONTEXT);
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException("a batch was not processed to its end");
        }
        RESPONSES.toJson(response, new ByteArrayOutputStream(256));
    }
}
