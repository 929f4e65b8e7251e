package io.github.viewtally.local.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * Converts records of the Streams API to the JSON that Lambda delivers (AWS Lambda guide, "Using AWS Lambda with Amazon
 * DynamoDB", example event). Adds the stream's ARN and writes times as epoch seconds.
 */
public final class RecordWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final String streamArn;

    public RecordWriter(String streamArn) {
        this.streamArn = streamArn;
    }

    public DeliveredRecord write(Record record) {
        StringWriter text = new StringWriter(1_024);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("eventID", record.eventID());
            json.writeStringField("eventName", record.eventNameAsString());
            json.writeStringField("eventVersion", record.eventVersion());
            json.writeStringField("eventSource", record.eventSource());
            json.writeStringField("awsRegion", record.awsRegion());
            change(json, record.dynamodb());
            if (record.userIdentity() != null) {
                json.writeObjectFieldStart("userIdentity");
                json.writeStringField("type", record.userIdentity().type());
                json.writeStringField("principalId", record.userIdentity().principalId());
                json.writeEndObject();
            }
            json.writeStringField("eventSourceARN", streamArn);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return new DeliveredRecord(
                record.dynamodb().sequenceNumber(),
                record.dynamodb().approximateCreationDateTime().getEpochSecond(),
                text.toString());
    }

    private static void change(JsonGenerator json, StreamRecord change) throws IOException {
        json.writeObjectFieldStart("dynamodb");
        json.writeNumberField(
                "ApproximateCreationDateTime",
                change.approximateCreationDateTime().getEpochSecond());
        json.writeFieldName("Keys");
        map(json, change.keys());
        if (change.hasNewImage()) {
            json.writeFieldName("NewImage");
            map(json, change.newImage());
        }
        if (change.hasOldImage()) {
            json.writeFieldName("OldImage");
            map(json, change.oldImage());
        }
        json.writeStringField("SequenceNumber", change.sequenceNumber());
        json.writeNumberField("SizeBytes", change.sizeBytes());
        json.writeStringField("StreamViewType", change.streamViewTypeAsString());
        json.writeEndObject();
    }

    private static void map(JsonGenerator json, Map<String, AttributeValue> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> entry : map.entrySet()) {
            json.writeFieldName(entry.getKey());
            value(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, AttributeValue value) throws IOException {
        json.writeStartObject();
        switch (value.type()) {
            case S -> json.writeStringField("S", value.s());
            case N -> json.writeStringField("N", value.n());
            case B -> json.writeStringField("B", base64(value.b()));
            case BOOL -> json.writeBooleanField("BOOL", value.bool());
            case SS -> strings(json, "SS", value.ss());
            case NS -> strings(json, "NS", value.ns());
            case BS ->
                strings(
                        json,
                        "BS",
                        value.bs().stream().map(RecordWriter::base64).toList());
            case M -> {
                json.writeFieldName("M");
                map(json, value.m());
            }
            case L -> {
                json.writeArrayFieldStart("L");
                for (AttributeValue element : value.l()) {
                    value(json, element);
                }
                json.writeEndArray();
            }
            default -> json.writeBooleanField("NULL", true);
        }
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> strings) throws IOException {
        json.writeArrayFieldStart(name);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }
}
