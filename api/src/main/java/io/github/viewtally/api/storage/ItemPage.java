package io.github.viewtally.api.storage;

import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One page of a list.
 *
 * @param resumeAfter an item after which the next page starts, or only its key; empty on the last page
 */
public record ItemPage<T>(List<T> items, Optional<Map<String, AttributeValue>> resumeAfter) {

    /** Returns the primary key after which the next page of the table starts; empty on the last page. */
    public Optional<Map<String, AttributeValue>> resumeAfterKey() {
        return resumeAfter.map(
                item -> EventItems.key(item.get(Keys.PK).s(), item.get(Keys.SK).s()));
    }

    /** Collects items up to a limit. */
    static final class Builder<T> {

        private final int limit;
        private final List<T> items = new ArrayList<>();
        private Map<String, AttributeValue> lastItem;

        Builder(int limit) {
            this.limit = limit;
        }

        /** Adds an item; returns false if the page is full. */
        boolean add(T element, Map<String, AttributeValue> item) {
            if (items.size() == limit) {
                return false;
            }
            items.add(element);
            lastItem = item;
            return true;
        }

        /** Returns a page after which the list continues, after the last item. */
        ItemPage<T> cut() {
            return cutAt(lastItem);
        }

        /** Returns a page after which the list may continue, after a key. */
        ItemPage<T> cutAt(Map<String, AttributeValue> key) {
            return new ItemPage<>(items, Optional.of(key));
        }

        /** Returns the last page. */
        ItemPage<T> last() {
            return new ItemPage<>(items, Optional.empty());
        }
    }
}
