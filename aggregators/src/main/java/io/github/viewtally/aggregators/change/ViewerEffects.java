package io.github.viewtally.aggregators.change;

import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.model.Viewer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effects of changes on viewers. */
public final class ViewerEffects {

    private final Map<Viewer, Effect> effects = new LinkedHashMap<>();

    /**
     * The changes of the views that count, of one user and one video.
     *
     * @param isAdded whether there is one more
     * @param isRemoved whether there is one fewer, but not because of time to live
     * @param isExpired whether time to live has removed one
     */
    public record Effect(boolean isAdded, boolean isRemoved, boolean isExpired) {

        private static final Effect ADDED = new Effect(true, false, false);
        private static final Effect REMOVED = new Effect(false, true, false);
        private static final Effect EXPIRED = new Effect(false, false, true);

        public boolean isOnlyAdded() {
            return equals(ADDED);
        }

        private Effect or(Effect other) {
            return new Effect(isAdded || other.isAdded, isRemoved || other.isRemoved, isExpired || other.isExpired);
        }
    }

    /** The effects of some changes. */
    public static ViewerEffects of(List<Change> changes) {
        ViewerEffects effects = new ViewerEffects();
        changes.forEach(effects::add);
        return effects;
    }

    public void add(Change change) {
        Optional<Viewer> before = viewer(change.before());
        Optional<Viewer> after = viewer(change.after());
        if (!before.equals(after)) {
            before.ifPresent(viewer -> effects.merge(viewer, Effect.REMOVED, Effect::or));
            after.ifPresent(viewer -> effects.merge(viewer, Effect.ADDED, Effect::or));
        }
        viewer(change.expired()).ifPresent(viewer -> effects.merge(viewer, Effect.EXPIRED, Effect::or));
    }

    /** The effects by user and video. */
    public Map<Viewer, Effect> byViewer() {
        return effects;
    }

    /** The user and the video of a view that counts; empty for other events. */
    public static Optional<Viewer> viewer(Optional<Contribution> contribution) {
        return contribution
                .filter(view -> view.counts().views() > 0)
                .map(view -> new Viewer(view.user().id(), view.video().id()));
    }
}
