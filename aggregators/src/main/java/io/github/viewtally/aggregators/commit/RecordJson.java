package io.github.viewtally.aggregators.commit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A stream record as the JSON that Lambda delivers it in, for an operator to read in the quarantine. */
final class RecordJson {

    /** An item holds 400 kB, and an old and a new image may each be as long: longer ones are left out. */
    private static final int MAX_LENGTH = 50_000;

    private static final JsonFactory JSON = new JsonFactory();

    private RecordJson() {}

    static String of(DynamodbStreamRecord record) {
        String whole = write(record, true);
        return whole.length() <= MAX_LENGTH ? whole : write(record, false);
    }

    private static String write(DynamodbStreamRecord record, boolean withImages) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            StreamRecord change = record.getDynamodb();
            json.writeStartObject();
            json.writeStringField("eventID", record.getEventID());
            json.writeStringField("eventName", record.getEventName());
            json.writeObjectFieldStart("dynamodb");
            json.writeStringField("SequenceNumber", change.getSequenceNumber());
            image(json, "Keys", change.getKeys());
            if (withImages) {
                image(json, "OldImage", change.getOldImage());
                image(json, "NewImage", change.getNewImage());
            } else {
                json.writeBooleanField("imagesTooLong", true);
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.toString();
    }

    private static void image(JsonGenerator json, String name, Map<String, AttributeValue> image) throws IOException {
        if (image != null) {
            json.writeFieldName(name);
            map(json, image);
        }
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
        if (value.getS() != null) {
            json.writeStringField("S", value.getS());
        } else if (value.getN() != null) {
            json.writeStringField("N", value.getN());
        } else if (value.getB() != null) {
            json.writeStringField("B", base64(value.getB()));
        } else if (value.getBOOL() != null) {
            json.writeBooleanField("BOOL", value.getBOOL());
        } else if (value.getM() != null) {
            json.writeFieldName("M");
            map(json, value.getM());
        } else if (value.getL() != null) {
            json.writeArrayFieldStart("L");
            for (AttributeValue element : value.getL()) {
                value(json, element);
            }
            json.writeEndArray();
        } else {
            setOrNull(json, value);
        }
        json.writeEndObject();
    }

    private static void setOrNull(JsonGenerator json, AttributeValue value) throws IOException {
        if (value.getSS() != null) {
            strings(json, "SS", value.getSS());
        } else if (value.getNS() != null) {
            strings(json, "NS", value.getNS());
        } else if (value.getBS() != null) {
            strings(json, "BS", value.getBS().stream().map(RecordJson::base64).toList());
        } else {
            json.writeBooleanField("NULL", true);
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> strings) throws IOException {
        json.writeArrayFieldStart(name);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }

    private static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
