package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate.Action;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.KnownViewers.Stored;
import io.github.viewtally.model.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownViewersTest {

    private static final Viewer VIEWER = new Viewer("u", "v");
    private static final Change INSERT = Changes.insert(1, "u", "v");
    private static final Change REMOVE = Changes.remove(2, "u", "v");
    private static final SequenceNumber THROUGH = SequenceNumber.parse("2");

    @Test
    void addsAViewerWithTheFirstViewOnly() {
        KnownViewers viewers = known(new Stored(false, false, false));
        assertThat(plan(viewers, INSERT)).containsExactly(Action.ADD);
        assertThat(plan(viewers, INSERT)).isEmpty();
    }

    @Test
    void removesAViewerIfTheTableHasNoOtherView() {
        assertThat(plan(known(new Stored(true, false, false)), REMOVE)).containsExactly(Action.REMOVE);
        assertThat(plan(known(new Stored(true, false, true)), REMOVE)).isEmpty();
    }

    @Test
    void keepsAViewerWithAnExpiredView() {
        assertThat(plan(known(new Stored(true, true, false)), REMOVE)).isEmpty();
    }

    @Test
    void followsTheTableIfABatchAddsAndRemoves() {
        assertThat(plan(known(new Stored(false, false, false)), INSERT, REMOVE)).isEmpty();
        assertThat(plan(known(new Stored(false, false, true)), INSERT, REMOVE)).containsExactly(Action.ADD);
        assertThat(plan(known(new Stored(true, false, false)), INSERT, REMOVE)).containsExactly(Action.REMOVE);
    }

    @Test
    void remembersWhatWasPlannedBefore() {
        KnownViewers viewers = known(new Stored(false, false, false));
        assertThat(plan(viewers, INSERT)).containsExactly(Action.ADD);
        assertThat(plan(viewers, REMOVE)).containsExactly(Action.REMOVE);
    }

    @Test
    void leavesViewersAloneThatAreUpdatedAlready() {
        KnownViewers viewers = known(new Stored(false, false, false));
        assertThat(viewers.updates(List.of(INSERT), THROUGH, Optional.of("USER#u/VIDEO#v#VIEWER")))
                .isEmpty();
        assertThat(viewers.updates(List.of(INSERT), THROUGH, Optional.of("USER#u/VIDEO#a#VIEWER")))
                .containsExactly(new ViewerUpdate(VIEWER, Action.ADD, THROUGH, 1));
    }

    @Test
    void plansNothingIfItIsTurnedOff() {
        assertThat(plan(KnownViewers.off(), INSERT)).isEmpty();
    }

    private static KnownViewers known(Stored stored) {
        return new KnownViewers(Map.of(VIEWER, stored), Map.of());
    }

    private static List<Action> plan(KnownViewers viewers, Change... changes) {
        return viewers.updates(List.of(changes), THROUGH, Optional.empty()).stream()
                .map(ViewerUpdate::action)
                .toList();
    }
}
