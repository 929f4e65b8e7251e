package io.github.viewtally.api.storage;

import io.github.viewtally.api.tracing.Tracing.RequestSpan;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A put or a delete of one item.
 *
 * @param attributes the whole item for a put, its primary key for a delete
 * @param requests the traced requests that wait for it
 */
public record ItemWrite(Type type, ItemKey key, Map<String, AttributeValue> attributes, List<RequestSpan> requests) {

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
        return new ItemWrite(Type.PUT, ItemKey.of(item), item, List.of());
    }

    /** Returns this write with further requests that wait for it. */
    ItemWrite with(List<RequestSpan> further) {
        if (further.isEmpty()) {
            return this;
        }
        List<RequestSpan> all =
                Stream.concat(requests.stream(), further.stream()).toList();
        return new ItemWrite(type, key, attributes, all);
    }

    /** Returns the video of the event that is put; empty for a delete. */
    Optional<String> videoId() {
        return Optional.ofNullable(attributes.get(Keys.VIDEO_ID)).map(AttributeValue::s);
    }

    /** Returns the id of the video whose lane takes the write; an empty text if the key contains no video. */
    String lane() {
        return videoId().or(() -> Keys.videoOfEvent(key.sort())).orElse("");
    }

    /** Returns the put of the same event into one of several partitions of the index. */
    ItemWrite spreadOver(int partitions) {
        String video = attributes.get(Keys.VIDEO_ID).s();
        String user = attributes.get(Keys.USER_ID).s();
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put(Keys.GSI1PK, AttributeValue.fromS(SpreadItems.indexPartition(video, user, partitions)));
        return new ItemWrite(type, key, item, requests);
    }

    static ItemWrite delete(Map<String, AttributeValue> key) {
        return new ItemWrite(Type.DELETE, ItemKey.of(key), key, List.of());
    }
}
