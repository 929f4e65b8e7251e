package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The names of the attributes that are the key of a table or index. */
record KeyAttributes(String partition, Optional<String> sort) {

    /** Separates the two values of a key; no key in tests contains it. */
    private static final char SEPARATOR = 0;

    /** Reads a KeySchema. */
    static KeyAttributes of(JsonArray keySchema) {
        String partition = "";
        Optional<String> sort = Optional.empty();
        for (int i = 0; i < keySchema.size(); i++) {
            JsonObject element = keySchema.getJsonObject(i);
            if (element.getString("KeyType").equals("HASH")) {
                partition = element.getString("AttributeName");
            } else {
                sort = Optional.of(element.getString("AttributeName"));
            }
        }
        return new KeyAttributes(partition, sort);
    }

    /** Returns whether an item has all attributes of the key. */
    boolean areIn(JsonObject item) {
        return item.containsKey(partition) && sort.map(item::containsKey).orElse(true);
    }

    /** Returns the key of an item as attributes. */
    JsonObject of(JsonObject item) {
        JsonObject key = new JsonObject().put(partition, item.getValue(partition));
        sort.ifPresent(name -> key.put(name, item.getValue(name)));
        return key;
    }

    /** Returns the value of an item's partition key. */
    String partitionOf(JsonObject item) {
        return text(item.getJsonObject(partition));
    }

    /** Returns the key of an item as a text that no other key has. */
    String textOf(JsonObject item) {
        return partitionOf(item)
                + sort.map(name -> SEPARATOR + text(item.getJsonObject(name))).orElse("");
    }

    /** Returns the text of a value of any key type: a string, a number or Base64. */
    static String text(JsonObject value) {
        return value.iterator().next().getValue().toString();
    }
}
