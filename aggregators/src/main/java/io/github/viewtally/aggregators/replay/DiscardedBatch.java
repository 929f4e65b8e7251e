package io.github.viewtally.aggregators.replay;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.viewtally.aggregators.change.EventCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A batch that Lambda discarded, read from an object of the failure bucket (AWS Lambda guide, "Retain discarded records for
 * a DynamoDB event source").
 *
 * @param counter what the function counts, found by the end of its name
 * @param first the sequence number of the first record
 * @param last the sequence number of the last record
 * @param crashed whether the last attempt ended without a response, so that a part of the batch may be committed
 */
record DiscardedBatch(
        EventCounter counter,
        String shardId,
        BigInteger first,
        BigInteger last,
        boolean crashed,
        DynamodbTimeWindowEvent event) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final PojoSerializer<DynamodbTimeWindowEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbTimeWindowEvent.class, DiscardedBatch.class.getClassLoader());

    /**
     * Parses an object of the failure bucket.
     *
     * @throws IllegalArgumentException if the text is not such an object; the message says what is missing
     */
    static DiscardedBatch parse(String json) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            collect("", parser, fields);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "it is no JSON: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
        byte[] payload = required(fields, "payload").getBytes(StandardCharsets.UTF_8);
        return new DiscardedBatch(
                counter(required(fields, "requestContext.functionArn")),
                required(fields, "DDBStreamBatchInfo.shardId"),
                number(fields, "DDBStreamBatchInfo.startSequenceNumber"),
                number(fields, "DDBStreamBatchInfo.endSequenceNumber"),
                fields.containsKey("responseContext.functionError"),
                EVENTS.fromJson(new ByteArrayInputStream(payload)));
    }

    /** Collects the text of each field by its path. The payload, which is a text or an object, is collected whole. */
    private static void collect(String path, JsonParser parser, Map<String, String> fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("payload") && value == JsonToken.START_OBJECT) {
                fields.put(name, copy(parser));
            } else if (value == JsonToken.START_OBJECT) {
                collect(name + ".", parser, fields);
            } else if (value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                fields.put(name, parser.getText());
            }
        }
    }

    private static String copy(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    private static BigInteger number(Map<String, String> fields, String name) {
        String text = required(fields, name);
        if (!text.matches("[0-9]{1,40}")) {
            throw new IllegalArgumentException("its " + name + " is no sequence number: " + text);
        }
        return new BigInteger(text);
    }

    /** An ARN ends with the function's name and an optional alias. The template's names end with -views or -votes. */
    private static EventCounter counter(String functionArn) {
        for (EventCounter counter : EventCounter.values()) {
            if (functionArn.matches("arn:.*:function:[^:]*-" + counter.aggregatorName() + "(:[^:]+)?")) {
                return counter;
            }
        }
        throw new IllegalArgumentException("its function is no aggregator of the template: " + functionArn);
    }

    /** The shard id in the checkpoint of this batch's replay. It makes every further replay a repeat. */
    String replayShardId() {
        return shardId + "/" + first + "-" + last;
    }
}
