package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonObject;

/**
 * A write of one item, from any operation.
 *
 * @param body the JSON with the item or key and, for an update, its expression
 */
record WriteAction(TableSchema table, Type type, JsonObject body) {

    /** The kinds of writes. A condition check writes nothing, but costs as much as a write. */
    enum Type {
        PUT,
        UPDATE,
        DELETE,
        CHECK
    }

    /** The attributes of the item's key. */
    JsonObject key() {
        return type == Type.PUT ? table.key().of(body.getJsonObject("Item")) : body.getJsonObject("Key");
    }

    /** The item's table and key as text. */
    String id() {
        return id(table, key());
    }

    /** Returns the {@link #id()} of an item, or of a key. */
    static String id(TableSchema table, JsonObject item) {
        return table.name() + "/" + table.key().textOf(item);
    }

    /**
     * Returns the item after the write; empty if it does not exist then.
     *
     * @param oldItem empty if the item does not exist
     */
    JsonObject applyTo(JsonObject oldItem) {
        return switch (type) {
            case PUT -> body.getJsonObject("Item");
            case UPDATE -> UpdateExpression.apply(oldItem.isEmpty() ? key() : oldItem, body);
            case DELETE -> new JsonObject();
            case CHECK -> oldItem;
        };
    }
}
