package io.github.viewtally.api.contract;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A JSON object with one error.
 *
 * @param what the error, for people
 * @param field the field that is wrong
 */
record BrokenObject(String what, String json, String field) {

    /** Returns valid objects with one field changed in every way that breaks its schema. */
    static Stream<BrokenObject> of(JsonObject schema, JsonObject good) {
        Stream<BrokenObject> wrong = schema.getJsonObject("properties").stream().flatMap(property -> WrongValues.json(
                        (JsonObject) property.getValue())
                .map(value -> {
                    Map<String, String> fields = fieldsOf(good);
                    fields.put(property.getKey(), value);
                    return new BrokenObject(property.getKey() + " = " + value, object(fields), property.getKey());
                }));
        Stream<BrokenObject> missing = schema.getJsonArray("required").stream().map(name -> {
            Map<String, String> fields = fieldsOf(good);
            fields.remove((String) name);
            return new BrokenObject("without " + name, object(fields), (String) name);
        });
        Stream<BrokenObject> twice = fieldsOf(good).entrySet().stream()
                .map(field -> new BrokenObject(
                        field.getKey() + " twice",
                        "{\"" + field.getKey() + "\":" + field.getValue() + ","
                                + object(fieldsOf(good)).substring(1),
                        field.getKey()));
        Stream<BrokenObject> unknown = Stream.of("x", "USERID", "__proto__").map(name -> {
            Map<String, String> fields = fieldsOf(good);
            fields.put(name, "{\"deep\":[1]}");
            return new BrokenObject("with " + name, object(fields), name);
        });
        return Stream.of(wrong, missing, twice, unknown).flatMap(objects -> objects);
    }

    static Map<String, String> fieldsOf(JsonObject object) {
        Map<String, String> fields = new LinkedHashMap<>();
        object.forEach(field -> fields.put(field.getKey(), Json.encode(field.getValue())));
        return fields;
    }

    static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .reduce((before, next) -> before + "," + next)
                .map(content -> "{" + content + "}")
                .orElse("{}");
    }
}
