package io.github.viewtally.cli.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.viewtally.cli.events.EventParser.InvalidRecordException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Parses a JSON object with simple values. Unlike the parser of Vert.x, it refuses repeated fields, as the API does. */
enum JsonEventParser implements EventParser {
    INSTANCE;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Override
    public JsonObject parse(String line) throws InvalidRecordException {
        try (JsonParser json = FACTORY.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidRecordException("the line is not a JSON object");
            }
            JsonObject event = new JsonObject();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                event.put(field, value(json, field));
            }
            if (json.nextToken() != null) {
                throw new InvalidRecordException("there is more than one JSON value in the line");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new InvalidRecordException("the line is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            // A text cannot fail to be read.
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonParser json, String field) throws IOException, InvalidRecordException {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new InvalidRecordException(field + " must be a text, a number, true, false or null");
        };
    }
}
