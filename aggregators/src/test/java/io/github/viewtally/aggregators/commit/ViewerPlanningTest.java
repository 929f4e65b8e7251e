package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.change.ItemUpdate.ViewerUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.aggregators.commit.KnownViewers.Stored;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans of batches with new viewers. */
class ViewerPlanningTest {

    private static final SummaryKey VIDEO = SummaryKey.video("v");

    @Test
    void countsAViewerInTheUpdatesThatTheViewNeedsAnyway() {
        List<TransactionPlan> plans = plans(List.of(Changes.insert(1, "u", "v")), Optional.empty(), 99);

        assertThat(plans).singleElement().satisfies(plan -> assertThat(plan.updates())
                .hasSize(6)
                .contains(new SummaryDelta(
                        VIDEO, new Counts(1, 10, 0, 0, 1), Counts.ZERO, new HourlyViews(Map.of("2022-01-02T10", 1L))))
                .contains(new SummaryDelta(SummaryKey.user("u"), new Counts(1, 10, 0, 0, 1))));
    }

    @Test
    void writesAViewerAndItsCountersInOneTransaction() {
        List<Change> changes = views(30);
        List<TransactionPlan> plans = plans(changes, Optional.empty(), 11);

        assertThat(plans).hasSizeGreaterThan(4).allSatisfy(plan -> {
            assertThat(plan.updates()).hasSizeLessThanOrEqualTo(11);
            assertThat(viewersOf(plan, VIDEO)).isEqualTo(addedBy(plan));
        });
        assertThat(plans.stream().mapToLong(ViewerPlanningTest::addedBy).sum()).isEqualTo(30);
    }

    @Test
    void continuesBehindTheLastViewer() {
        List<Change> changes = views(30);
        List<TransactionPlan> all = plans(changes, Optional.empty(), 11);
        Optional<PartialCheckpoint> partial = all.get(1).nextPartial();

        List<TransactionPlan> rest = plans(changes, partial, 11);
        assertThat(rest.get(0).updates())
                .containsExactlyInAnyOrderElementsOf(all.get(2).updates());
        assertThat(rest).hasSize(all.size() - 2);

        List<TransactionPlan> shorter = plans(changes.subList(0, 20), partial, 11);
        assertThat(shorter.stream().mapToLong(plan -> viewersOf(plan, VIDEO)).sum())
                .isEqualTo(
                        shorter.stream().mapToLong(ViewerPlanningTest::addedBy).sum())
                .isLessThan(20);
        assertThat(shorter).allSatisfy(plan -> {
            assertThat(plan.updates()).hasSizeLessThanOrEqualTo(11);
            assertThat(viewersOf(plan, VIDEO)).isEqualTo(addedBy(plan));
        });
    }

    /** An older version has updated the summaries of both users, but not their viewers. */
    @Test
    void hasRoomForMarksOfSummariesThatViewersChange() {
        Change before = Changes.remove(1, "a", "v");
        Change after = Changes.insert(1, "a/T", "w");
        HourKey hour = new HourKey(SummaryKey.video("w"), "2022-01-02T11");
        Contribution added = after.after().orElseThrow();
        Change change = new Change(
                before.record(),
                before.sequenceNumber(),
                before.before(),
                Optional.of(new Contribution(added.user(), added.video(), Optional.of(hour), added.counts())),
                Optional.empty(),
                Optional.empty());
        PartialCheckpoint partial = new PartialCheckpoint(SequenceNumber.parse("9"), "USER#a/T/SUMMARY", "older");
        Map<Viewer, Stored> stored = Map.of(
                new Viewer("a", "v"), new Stored(true, false, false),
                new Viewer("a/T", "w"), new Stored(false, false, false));

        TransactionPlanner planner = new TransactionPlanner(
                "shard",
                List.of(change),
                Optional.of(partial),
                new KnownViewers(stored, Map.of()),
                CountingSettings.DEFAULT.withHoursOfUsers(true),
                TransactionPlanner.MAX_UPDATES_OF_RECORD);
        assertThat(planner.next().updates()).hasSize(TransactionPlanner.MAX_UPDATES_OF_RECORD);
    }

    private static List<Change> views(int users) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            changes.add(Changes.insert(i + 1, "u" + (i + 10), "v"));
        }
        return changes;
    }

    private static List<TransactionPlan> plans(
            List<Change> changes, Optional<PartialCheckpoint> partial, int maxUpdates) {
        Map<Viewer, Stored> none = new HashMap<>();
        changes.forEach(change -> {
            String user = change.after().orElseThrow().user().id();
            none.put(new Viewer(user, "v"), new Stored(false, false, false));
        });
        KnownViewers viewers = new KnownViewers(none, Map.of());
        return new TransactionPlanner("shard", changes, partial, viewers, CountingSettings.DEFAULT, maxUpdates)
                .upcoming();
    }

    private static long addedBy(TransactionPlan plan) {
        return plan.updates().stream().filter(ViewerUpdate.class::isInstance).count();
    }

    private static long viewersOf(TransactionPlan plan, SummaryKey key) {
        return plan.updates().stream()
                .filter(update -> update.name().equals(ItemUpdate.nameOf(key)))
                .mapToLong(update -> ((SummaryDelta) update).delta().viewers())
                .sum();
    }
}
