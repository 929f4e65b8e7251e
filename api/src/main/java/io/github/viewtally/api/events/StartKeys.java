package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.storage.KeyTexts;
import io.github.viewtally.model.table.Keys;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The key at which a page starts, as a cursor stores it: the sort key, and for an index also the key in the table. A
 * cursor never contains the partition.
 */
final class StartKeys {

    private StartKeys() {}

    /** Returns the number of strings in a cursor of the list. */
    static int count(EventList list) {
        return list.videoId().isPresent() ? 3 : 1;
    }

    /** Returns the strings for a cursor. */
    static List<String> texts(EventList list, Map<String, AttributeValue> key) {
        return list.videoId().isEmpty()
                ? List.of(key.get(Keys.SK).s())
                : List.of(
                        key.get(Keys.GSI1SK).s(),
                        key.get(Keys.PK).s(),
                        key.get(Keys.SK).s());
    }

    /**
     * Returns the start key for the strings of a cursor.
     *
     * @throws ProblemException 400 if no item of the list can have this key; DynamoDB would refuse it
     */
    static Map<String, AttributeValue> of(EventList list, List<String> texts) {
        AttributeValue partition = AttributeValue.fromS(list.partition());
        AttributeValue first = AttributeValue.fromS(texts.get(0));
        if (!KeyTexts.isSortKey(texts.get(0)) || !list.range().test(texts.get(0))) {
            throw Cursors.refused();
        }
        if (list.videoId().isEmpty()) {
            return Map.of(Keys.PK, partition, Keys.SK, first);
        }
        String user = texts.get(1);
        String event = texts.get(2);
        boolean ofOneEvent = user.startsWith(Keys.user(""))
                && texts.get(0).endsWith("#" + user)
                && event.startsWith(list.partition() + "#");
        if (!ofOneEvent || !KeyTexts.isPartitionKey(user) || !KeyTexts.isSortKey(event)) {
            throw Cursors.refused();
        }
        return Map.of(
                Keys.GSI1PK,
                partition,
                Keys.GSI1SK,
                first,
                Keys.PK,
                AttributeValue.fromS(user),
                Keys.SK,
                AttributeValue.fromS(event));
    }
}
