package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.aggregators.change.ViewerEffects;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.ViewerItems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The videos that one user has watched, according to a scan of the user's items. */
final class UserVideos {

    private final Map<Viewer, Long> views = new HashMap<>();
    private final Map<Viewer, Map<String, AttributeValue>> stored = new HashMap<>();

    /** Adds an event whose contribution is summed. */
    void add(Contribution event) {
        ViewerEffects.viewer(Optional.of(event)).ifPresent(viewer -> views.merge(viewer, 1L, Long::sum));
    }

    /** Adds an item if it is a viewer. */
    void add(Map<String, AttributeValue> item) {
        ViewerItems.toViewer(Attributes.of(item)).ifPresent(viewer -> stored.put(viewer, item));
    }

    /** The number of summed views that count, by viewer; without zeros. */
    Map<Viewer, Long> views() {
        return views;
    }

    /** The viewers found in the table, with their items. */
    Map<Viewer, Map<String, AttributeValue>> stored() {
        return stored;
    }
}
