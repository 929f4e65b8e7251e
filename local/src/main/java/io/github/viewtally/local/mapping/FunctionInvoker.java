package io.github.viewtally.local.mapping;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import io.github.viewtally.local.stack.FunctionSettings;
import io.github.viewtally.local.startup.StartupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Invokes a function of the template as Lambda does: the batch is serialized to JSON and read by AWS's own serialization
 * library, so that the handler receives the same objects.
 */
public final class FunctionInvoker {

    private static final JsonFactory JSON = new JsonFactory();
    private static final PojoSerializer<DynamodbTimeWindowEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbTimeWindowEvent.class, FunctionInvoker.class.getClassLoader());

    private final RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler;
    private final FunctionSettings function;
    private final String streamArn;

    public FunctionInvoker(
            RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler,
            FunctionSettings function,
            String streamArn) {
        this.handler = handler;
        this.function = function;
        this.streamArn = streamArn;
    }

    /**
     * Creates the handler that the template names, with a client, a table and the settings of counting.
     *
     * @throws StartupException if the class does not exist or does not handle stream batches
     */
    @SuppressWarnings("unchecked")
    public static FunctionInvoker of(
            FunctionSettings function,
            DynamoDbClient dynamoDb,
            String tableName,
            CountingSettings counting,
            String streamArn) {
        try {
            Object handler = Class.forName(function.handlerClass())
                    .getConstructor(DynamoDbClient.class, String.class, CountingSettings.class)
                    .newInstance(dynamoDb, tableName, counting);
            return new FunctionInvoker(
                    (RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse>) handler, function, streamArn);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StartupException(
                    "cannot create the handler of " + function.name() + ": " + function.handlerClass(), e);
        }
    }

    /** The same function with the events of another stream. */
    FunctionInvoker ofStream(String arn) {
        return new FunctionInvoker(handler, function, arn);
    }

    /** Invokes the function. Rethrows each exception of the function. */
    public FunctionResponse invoke(Invocation invocation) {
        byte[] payload = payload(invocation).getBytes(StandardCharsets.UTF_8);
        DynamodbTimeWindowEvent event = EVENTS.fromJson(new ByteArrayInputStream(payload));
        Context context = new LocalContext(function.name(), function.timeout());
        TimeWindowEventResponse response = handler.handleRequest(event, context);
        return response == null ? FunctionResponse.success(Map.of()) : read(response);
    }

    private static FunctionResponse read(TimeWindowEventResponse response) {
        List<TimeWindowEventResponse.BatchItemFailure> failures =
                response.getBatchItemFailures() == null ? List.of() : response.getBatchItemFailures();
        return new FunctionResponse(
                response.getState() == null ? Map.of() : response.getState(),
                failures.stream()
                        .map(TimeWindowEventResponse.BatchItemFailure::getItemIdentifier)
                        .toList());
    }

    private String payload(Invocation invocation) {
        StringWriter text = new StringWriter(1_024 * (1 + invocation.records().size()));
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            for (DeliveredRecord record : invocation.records()) {
                json.writeRawValue(record.json());
            }
            json.writeEndArray();
            json.writeObjectFieldStart("window");
            json.writeStringField("start", invocation.windowStart().toString());
            json.writeStringField("end", invocation.windowEnd().toString());
            json.writeEndObject();
            json.writeObjectFieldStart("state");
            for (Map.Entry<String, String> entry : invocation.state().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeStringField("shardId", invocation.shardId());
            json.writeStringField("eventSourceARN", streamArn);
            json.writeBooleanField("isFinalInvokeForWindow", invocation.isFinal());
            json.writeBooleanField("isWindowTerminatedEarly", false);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.toString();
    }
}
