package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.CounterDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the items of a transaction. A viewer and the two counters that it changes must be in one transaction, so that each
 * decision about a viewer takes effect as a whole. If the transaction updates these summaries anyway, they need no more room.
 */
final class TransactionSize {

    private final int maxItems;
    private final List<ItemUpdate> others = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean hasViewers;

    TransactionSize(int maxItems) {
        this.maxItems = maxItems;
    }

    /** Adds an update if there is room for it and for the counters that it changes. */
    boolean add(ItemUpdate update) {
        if (!hasViewers && !(update instanceof ViewerUpdate)) {
            // The names are needed only for viewers.
            others.add(update);
            return others.size() <= maxItems;
        }
        hasViewers = true;
        others.forEach(other -> names.add(other.name()));
        others.clear();
        names.add(update.name());
        if (update instanceof ViewerUpdate viewer) {
            viewer.counters().forEach(counter -> names.add(counter.name()));
        }
        return names.size() <= maxItems;
    }

    /** The updates of a transaction, with the counters that viewers change. */
    static List<ItemUpdate> withCounters(List<ItemUpdate> updates) {
        List<SummaryDelta> counters = updates.stream()
                .filter(ViewerUpdate.class::isInstance)
                .flatMap(update -> ((ViewerUpdate) update).counters().stream())
                .toList();
        if (counters.isEmpty()) {
            return updates;
        }
        Map<String, ItemUpdate> byName = new LinkedHashMap<>();
        updates.forEach(update -> byName.put(update.name(), update));
        counters.forEach(counter ->
                byName.merge(counter.name(), counter, (one, other) -> ((CounterDelta) one).plus((CounterDelta) other)));
        byName.values().removeIf(update -> update instanceof CounterDelta delta && delta.isZero());
        return List.copyOf(byName.values());
    }
}
