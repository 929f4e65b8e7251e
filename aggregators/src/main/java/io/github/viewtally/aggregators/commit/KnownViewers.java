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
 * The viewers of the users and videos of a batch: as they are stored, and as the planned transactions change them.
 *
 * <p>The first view that counts adds the viewer. If a view is removed, the table decides whether the viewer stays. The table
 * is ahead of the stream. If it contains another view that counts, that view is counted already or its record follows, so
 * the viewer stays. If it contains none, all views are removed, and the viewer is removed too. Records that follow may add
 * such a view again and remove it again. Each removal reads the table again, so the viewer is removed in the end.
 */
final class KnownViewers {

    private final Map<Viewer, Stored> stored;
    private final Map<String, Integer> partitions;
    private final boolean isOn;

    /**
     * The state of a viewer in the table.
     *
     * @param exists whether the viewer is stored
     * @param isExpired whether time to live has removed a view, as stored
     * @param hasView whether a view that counts is in the table; false if this was not read
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
     * Plans the changes of viewers by some records, in addition to those planned before.
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

    /** The viewers with an effect, as they are after the planned transactions. */
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

    /** Whether a viewer sorts after the last item that already includes the records. */
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
