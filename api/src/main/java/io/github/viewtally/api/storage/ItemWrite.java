package io.github.viewtally.api.storage;

import io.github.viewtally.model.table.Keys;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** One item to be put or deleted. */
record ItemWrite(Key key, WriteRequest request) {

    /** The primary key of an item. */
    record Key(String partition, String sort) {

        static Key of(Map<String, AttributeValue> item) {
            return new Key(item.get(Keys.PK).s(), item.get(Keys.SK).s());
        }
    }

    static ItemWrite put(Map<String, AttributeValue> item) {
        return of(WriteRequest.builder().putRequest(put -> put.item(item)).build());
    }

    static ItemWrite delete(Map<String, AttributeValue> key) {
        return of(
                WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build());
    }

    static ItemWrite of(WriteRequest request) {
        return new ItemWrite(
                Key.of(
                        request.putRequest() != null
                                ? request.putRequest().item()
                                : request.deleteRequest().key()),
                request);
    }
}
