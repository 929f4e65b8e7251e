package io.github.viewtally.api.storage;

import io.github.viewtally.model.table.Keys;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A put or a delete of one item.
 *
 * @param attributes the whole item for a put, its primary key for a delete
 */
public record ItemWrite(Type type, Key key, Map<String, AttributeValue> attributes) {

    /** What happens to the item. */
    public enum Type {
        PUT,
        DELETE
    }

    /** The primary key of an item. */
    public record Key(String partition, String sort) {

        static Key of(Map<String, AttributeValue> item) {
            return new Key(item.get(Keys.PK).s(), item.get(Keys.SK).s());
        }
    }

    static ItemWrite put(Map<String, AttributeValue> item) {
        return new ItemWrite(Type.PUT, Key.of(item), item);
    }

    static ItemWrite delete(Map<String, AttributeValue> key) {
        return new ItemWrite(Type.DELETE, Key.of(key), key);
    }
}
