package io.github.viewtally.aggregators.audit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads an object of the failure bucket: a batch that Lambda discarded (AWS Lambda guide, "Retain discarded records for a
 * DynamoDB event source").
 */
final class DiscardedBatch {

    private static final JsonFactory JSON = new JsonFactory();
    private static final PojoSerializer<DynamodbTimeWindowEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbTimeWindowEvent.class, DiscardedBatch.class.getClassLoader());

    private DiscardedBatch() {}

    /**
     * Returns the users and videos whose events the batch contains.
     *
     * @throws IllegalArgumentException if the text is not such an object; the message says what is missing
     */
    static Set<SummaryKey> subjects(String json) {
        DynamodbTimeWindowEvent event =
                EVENTS.fromJson(new ByteArrayInputStream(payload(json).getBytes(StandardCharsets.UTF_8)));
        if (event == null || event.getRecords() == null) {
            throw new IllegalArgumentException("its payload has no Records");
        }
        Set<SummaryKey> subjects = new LinkedHashSet<>();
        for (DynamodbStreamRecord record : event.getRecords()) {
            Stream.ofNullable(record.getDynamodb())
                    .flatMap(change -> Stream.of(change.getOldImage(), change.getNewImage()))
                    .flatMap(Stream::ofNullable)
                    .map(Attributes::ofImage)
                    .forEach(image -> {
                        EventItems.userId(image).map(SummaryKey::user).ifPresent(subjects::add);
                        EventItems.videoId(image).map(SummaryKey::video).ifPresent(subjects::add);
                    });
        }
        return subjects;
    }

    /** The payload, which is a text or an object. */
    private static String payload(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isPayload = parser.currentName().equals("payload");
                JsonToken value = parser.nextToken();
                if (isPayload && value == JsonToken.VALUE_STRING) {
                    return parser.getText();
                }
                if (isPayload && value == JsonToken.START_OBJECT) {
                    return copy(parser);
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "it is not JSON: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
        throw new IllegalArgumentException("it has no payload");
    }

    private static String copy(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }
}
