package io.github.viewtally.api.storage;

import io.github.viewtally.model.table.Keys;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A put or a delete of one item.
 *
 * @param attributes the whole item for a put, its primary key for a delete
 */
public record ItemWrite(Type type, ItemKey key, Map<String, AttributeValue> attributes) {

    /** The kind of write. */
    public enum Type {
        PUT,
        DELETE
    }

    /** The primary key of an item. */
    public record ItemKey(String partition, String sort) {

        static ItemKey of(Map<String, AttributeValue> item) {
            return new ItemKey(item.get(Keys.PK).s(), item.get(Keys.SK).s());
        }
    }

    static ItemWrite put(Map<String, AttributeValue> item) {
        return new ItemWrite(Type.PUT, ItemKey.of(item), item);
    }

    static ItemWrite delete(Map<String, AttributeValue> key) {
        return new ItemWrite(Type.DELETE, ItemKey.of(key), key);
    }
}
