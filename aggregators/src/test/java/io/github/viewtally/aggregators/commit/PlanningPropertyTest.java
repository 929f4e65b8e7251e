package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.EventTable.ItemChange;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Plans random histories under random deliveries, and applies the plans to a model of the table. */
class PlanningPropertyTest {

    private static final CountingSettings WITH_HOURS = CountingSettings.DEFAULT.withHoursOfUsers(true);

    @Property(tries = 500)
    void plansOfAnySplitAddUpToTheDifferenceOfTheTotals(
            @ForAll("historiesOfManyUsers") List<ItemChange> steps,
            @ForAll @IntRange(max = 300) int seenBefore,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 200) Integer> sizes) {
        EventTable table = new EventTable();
        int start = Math.min(seenBefore, steps.size());
        steps.subList(0, start).forEach(table::apply);
        TableModel model = new TableModel(table.totals(), table.expiredTotals());
        int seen = table.changes().size();
        steps.subList(start, steps.size()).forEach(table::apply);
        List<Change> changes = table.changes();

        for (int from = seen, i = 0; from < changes.size(); i++) {
            int to = Math.min(changes.size(), from + sizes.get(i % sizes.size()));
            TransactionPlanner planner = new TransactionPlanner(
                    "shard", changes.subList(from, to), model.partial(), KnownViewers.off(), WITH_HOURS, 99);
            Set<String> written = new HashSet<>();
            for (; !planner.isDone(); planner.nextIsCommitted()) {
                assertThat(planner.next().updates()).hasSizeLessThanOrEqualTo(99);
                assertThat(planner.next().updates()).as("each item once").allMatch(item -> written.add(item.name()));
                assertThat(model.apply(planner.next())).isEmpty();
            }
            from = to;
        }
        assertThat(model.totals()).isEqualTo(table.totals());
        assertThat(model.expired()).isEqualTo(table.expiredTotals());
        assertThat(model.hours()).isEqualTo(table.totals());
        assertThat(model.trendsLessHours()).isEmpty();
    }

    /** Invocations stop at any transaction, are repeated with other batches, and run at the same time as later ones. */
    @Property(tries = 1_000)
    void countsEachRecordOnceUnderAnyDelivery(
            @ForAll("historiesOfSomeUsers") List<ItemChange> steps,
            @ForAll @IntRange(min = 11, max = 18) int maxUpdates,
            @ForAll long seed) {
        EventTable table = new EventTable();
        steps.forEach(table::apply);
        List<Change> changes = table.changes();
        TableModel model = new TableModel(Map.of(), Map.of());
        Random random = new Random(seed);
        List<Delivery> inFlight = new ArrayList<>();
        int processed = 0;
        for (int i = 0; i < 2_000 && processed < changes.size(); i++) {
            if (inFlight.isEmpty() || random.nextInt(5) == 0) {
                int from = random.nextInt(4) > 0 ? processed : random.nextInt(processed + 1);
                int to = Math.min(changes.size(), from + 1 + random.nextInt(60));
                inFlight.add(new Delivery(changes.subList(from, to), to, maxUpdates));
            }
            Delivery delivery = inFlight.get(random.nextInt(inFlight.size()));
            delivery.step(model, random);
            if (delivery.isDone()) {
                processed = Math.max(processed, delivery.end);
            }
            if (delivery.isDone() || random.nextInt(20) == 0) {
                inFlight.remove(delivery);
            }
        }
        Delivery last = new Delivery(changes.subList(processed, changes.size()), changes.size(), maxUpdates);
        while (!last.isDone()) {
            last.step(model, random);
        }
        inFlight.forEach(late -> {
            while (!late.isDone()) {
                late.step(model, random);
            }
        });
        assertThat(model.partial()).isEmpty();
        assertThat(model.checkpoint.deferred()).isEqualTo(DeferredDeltas.NONE);
        assertThat(model.totals()).isEqualTo(table.totals());
        assertThat(model.expired()).isEqualTo(table.expiredTotals());
        assertThat(model.hours()).isEqualTo(table.totals());
        assertThat(model.trendsLessHours()).isEmpty();
    }

    /** One invocation, which reads the checkpoint only when a transaction is refused. */
    private static final class Delivery {

        private final int end;
        private final int maxUpdates;
        private final Deferral deferral = new Deferral();
        private TransactionPlanner planner;

        Delivery(List<Change> batch, int end, int maxUpdates) {
            this.end = end;
            this.maxUpdates = maxUpdates;
            this.planner = new TransactionPlanner(
                    "shard", batch, Optional.empty(), KnownViewers.off(), WITH_HOURS, maxUpdates);
        }

        boolean isDone() {
            return planner.isDone() && deferral.isDone();
        }

        /** Some attempts fail at some items, often enough that the items are deferred. */
        void step(TableModel model, Random random) {
            boolean isMove = planner.isDone();
            TransactionPlan plan = isMove ? deferral.moveNext() : deferral.defer(planner.next());
            int updates = plan.updates().size();
            if (updates > 0 && random.nextInt(10) == 0) {
                List<Integer> stopping = List.of(random.nextInt(updates), random.nextInt(updates));
                for (int i = random.nextInt(Deferral.MAX_ATTEMPTS + 2); i > 0; i--) {
                    if (isMove) {
                        deferral.moveFailed();
                    } else {
                        deferral.attemptFailed(plan, stopping);
                    }
                }
                return;
            }
            Optional<Checkpoint> stored = model.apply(plan);
            if (stored.isEmpty()) {
                deferral.committed(plan);
                if (!isMove) {
                    planner.nextIsCommitted();
                }
                return;
            }
            List<Change> rest = (isMove ? List.<Change>of() : planner.uncommitted())
                    .stream()
                            .filter(change -> change.sequenceNumber()
                                            .compareTo(stored.get().sequenceNumber())
                                    > 0)
                            .toList();
            planner = new TransactionPlanner(
                    "shard", rest, stored.get().partial(), KnownViewers.off(), WITH_HOURS, maxUpdates);
            deferral.found(stored.get());
        }
    }

    /** A model of what the transactions do to the table. */
    private static final class TableModel {

        private final Map<SummaryKey, Counts> totals = new HashMap<>();
        private final Map<SummaryKey, Counts> expired = new HashMap<>();
        private final Map<SummaryKey, Counts> hours = new HashMap<>();
        private final Map<String, Long> trendsLessHours = new HashMap<>();
        private Checkpoint checkpoint = new Checkpoint(SequenceNumber.NONE, Optional.empty());

        TableModel(Map<SummaryKey, Counts> before, Map<SummaryKey, Counts> expiredBefore) {
            totals.putAll(before);
            expired.putAll(expiredBefore);
            hours.putAll(before);
        }

        Optional<Checkpoint> apply(TransactionPlan plan) {
            if (checkpoint.sequenceNumber().compareTo(plan.firstRecord()) >= 0
                    || !checkpoint.partial().equals(plan.expectedPartial())
                    || !checkpoint.deferred().equals(plan.expectedDeferred())) {
                return Optional.of(checkpoint);
            }
            plan.updates().forEach(update -> {
                if (update instanceof ItemUpdate.SummaryDelta summary) {
                    assertThat(summary.isZero()).isFalse();
                    summary.hourly()
                            .byHour()
                            .forEach((hour, views) ->
                                    trendsLessHours.merge(summary.key().id() + "/" + hour, views, Long::sum));
                    totals.merge(summary.key(), summary.delta(), Counts::plus);
                    expired.merge(summary.key(), summary.expired(), Counts::plus);
                } else if (update instanceof ItemUpdate.HourDelta hour) {
                    assertThat(hour.delta().isZero() && hour.expired().isZero()).isFalse();
                    hours.merge(hour.hour().owner(), hour.delta(), Counts::plus);
                    if (hour.hour().owner().kind() == SummaryKey.Kind.VIDEO) {
                        trendsLessHours.merge(
                                hour.hour().owner().id() + "/" + hour.hour().hour(),
                                hour.expired().views() - hour.delta().views(),
                                Long::sum);
                    }
                }
            });
            checkpoint = new Checkpoint(
                    plan.committedRecord().orElse(checkpoint.sequenceNumber()),
                    plan.nextPartial(),
                    plan.nextDeferred());
            return Optional.empty();
        }

        Optional<Checkpoint.PartialCheckpoint> partial() {
            return checkpoint.partial();
        }

        Map<SummaryKey, Counts> totals() {
            totals.values().removeIf(Counts::isZero);
            return totals;
        }

        /** The part of the totals that time to live has removed from the table. */
        Map<SummaryKey, Counts> expired() {
            expired.values().removeIf(Counts::isZero);
            return expired;
        }

        /** What is added to the trend of each video by hour, less the views in that hour that are in the table. */
        Map<String, Long> trendsLessHours() {
            trendsLessHours.values().removeIf(views -> views == 0);
            return trendsLessHours;
        }

        /** The sum of the hours of each user, each video and the site, which must equal their totals. */
        Map<SummaryKey, Counts> hours() {
            hours.values().removeIf(Counts::isZero);
            return hours;
        }
    }

    @Provide
    Arbitrary<List<ItemChange>> historiesOfManyUsers() {
        return EventTable.histories(150);
    }

    @Provide
    Arbitrary<List<ItemChange>> historiesOfSomeUsers() {
        return EventTable.histories(25);
    }
}
