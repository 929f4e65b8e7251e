package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate.Action;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.change.ViewerEffects;
import io.github.viewtally.aggregators.change.ViewerEffects.Effect;
import io.github.viewtally.model.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The viewers of the users and videos of a batch, as they are stored, and as the planned transactions leave them.
 *
 * <p>A viewer is added with the first view that counts. A removed view says only that the viewer may have to go: whether
 * another view counts is what the table says. The table is ahead of the stream. If it has another view, then that view is
 * counted already or its record follows, so the viewer stays. If it has none, then all views are removed, and the records
 * that follow for them change nothing in the end: each view that is added puts the viewer back, and its removal looks again.
 */
final class KnownViewers {

    private final Map<Viewer, Stored> stored;
    private final Map<String, Integer> partitions;
    private final boolean isOn;

    /**
     * What the table has of a viewer.
     *
     * @param exists whether the viewer is stored
     * @param isExpired whether time to live has removed a view, as stored
     * @param hasView whether a view that counts is in the table; false if nobody has looked
     */
    record Stored(boolean exists, boolean isExpired, boolean hasView) {}

    /**
     * Creates the known viewers of a batch.
     *
     * @param stored must contain every viewer with an effect
     * @param partitions the spread of the videos that may get a viewer; 1 for the others
     */
    KnownViewers(Map<Viewer, Stored> stored, Map<String, Integer> partitions) {
        this(stored, partitions, true);
    }

    private KnownViewers(Map<Viewer, Stored> stored, Map<String, Integer> partitions, boolean isOn) {
        this.stored = new HashMap<>(stored);
        this.partitions = partitions;
        this.isOn = isOn;
    }

    /** Plans no changes of viewers. */
    static KnownViewers off() {
        return new KnownViewers(Map.of(), Map.of(), false);
    }

    /**
     * Plans what some records do to viewers, after what was planned before.
     *
     * @param through the last of these records
     * @param lastUpdated the name of the last item that includes these records already
     */
    List<ViewerUpdate> updates(List<Change> records, SequenceNumber through, Optional<String> lastUpdated) {
        List<ViewerUpdate> updates = new ArrayList<>();
        if (isOn) {
            ViewerEffects.of(records).byViewer().forEach((viewer, effect) -> {
                if (isAfter(viewer, lastUpdated)) {
                    plan(viewer, effect)
                            .ifPresent(action -> updates.add(new ViewerUpdate(
                                    viewer, action, through, partitions.getOrDefault(viewer.videoId(), 1))));
                }
            });
        }
        return updates;
    }

    /** The viewers with an effect, as the planned transactions leave them. */
    Map<Viewer, Stored> stored() {
        return stored;
    }

    /** The viewers that some records may change. */
    List<Viewer> touched(ViewerEffects effects, Optional<String> lastUpdated) {
        return isOn
                ? effects.byViewer().keySet().stream()
                        .filter(viewer -> isAfter(viewer, lastUpdated))
                        .toList()
                : List.of();
    }

    /** Whether a viewer is behind the last item that includes some records already. */
    static boolean isAfter(Viewer viewer, Optional<String> lastUpdated) {
        return lastUpdated.isEmpty() || ItemUpdate.nameOf(viewer).compareTo(lastUpdated.get()) > 0;
    }

    private Optional<Action> plan(Viewer viewer, Effect effect) {
        Stored before = stored.get(viewer);
        boolean isExpired = before.isExpired() || effect.isExpired();
        boolean exists = isExpired || (effect.isRemoved() ? before.hasView() : before.exists() || effect.isAdded());
        stored.put(viewer, new Stored(exists, isExpired, before.hasView()));
        if (exists != before.exists()) {
            return Optional.of(!exists ? Action.REMOVE : isExpired ? Action.ADD_EXPIRED : Action.ADD);
        }
        return exists && isExpired && !before.isExpired() ? Optional.of(Action.EXPIRE) : Optional.empty();
    }
}
