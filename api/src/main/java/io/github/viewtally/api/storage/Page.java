package io.github.viewtally.api.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Some items of a list.
 *
 * @param resumeAfter the keys of the item behind which the next page begins; empty on the last page
 */
public record Page<T>(List<T> items, Optional<Map<String, AttributeValue>> resumeAfter) {

    /** Fills a page up to a limit. */
    static final class Builder<T> {

        private final int limit;
        private final List<T> items = new ArrayList<>();
        private Map<String, AttributeValue> lastItem;

        Builder(int limit) {
            this.limit = limit;
        }

        /** False, and not added, if the page is full. */
        boolean add(T element, Map<String, AttributeValue> item) {
            if (items.size() == limit) {
                return false;
            }
            items.add(element);
            lastItem = item;
            return true;
        }

        /** There is more behind the last item. */
        Page<T> cut() {
            return cutAt(lastItem);
        }

        /** There may be more behind this key. */
        Page<T> cutAt(Map<String, AttributeValue> key) {
            return new Page<>(items, Optional.of(key));
        }

        /** There is no more. */
        Page<T> last() {
            return new Page<>(items, Optional.empty());
        }
    }
}
