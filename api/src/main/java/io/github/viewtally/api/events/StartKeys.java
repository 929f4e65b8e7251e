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
 * The keys of the item behind which a page begins, as a cursor holds them: in the table its sort key, in an index also the
 * table's own keys. The partition that is read is never in a cursor.
 */
final class StartKeys {

    private StartKeys() {}

    /** How many texts a cursor of the list holds. */
    static int count(EventList list) {
        return list.index().isPresent() ? 3 : 1;
    }

    /** The texts for a cursor. */
    static List<String> texts(EventList list, Map<String, AttributeValue> key) {
        return list.index().isEmpty()
                ? List.of(key.get(Keys.SK).s())
                : List.of(
                        key.get(Keys.GSI1SK).s(),
                        key.get(Keys.PK).s(),
                        key.get(Keys.SK).s());
    }

    /**
     * The key for the texts of a cursor.
     *
     * @throws ProblemException 400 if no item of the list can have these keys, which DynamoDB would refuse
     */
    static Map<String, AttributeValue> of(EventList list, List<String> texts) {
        AttributeValue partition = AttributeValue.fromS(list.partition());
        AttributeValue first = AttributeValue.fromS(texts.get(0));
        if (!KeyTexts.isSortKey(texts.get(0)) || !list.range().test(texts.get(0))) {
            throw Cursors.refused();
        }
        if (list.index().isEmpty()) {
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
