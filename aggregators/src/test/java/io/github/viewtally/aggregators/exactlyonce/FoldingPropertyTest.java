package io.github.viewtally.aggregators.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.exactlyonce.EventTable.Step;
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

/** Folding and packing, over every history and every delivery of it that can be thought up. */
class FoldingPropertyTest {

    @Property(tries = 500)
    void theSumOfTheDeltasOfAnyCutIsTheDifferenceOfTheTotals(
            @ForAll("historiesOfManyUsers") List<Step> steps,
            @ForAll @IntRange(max = 300) int seenBefore,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 200) Integer> lengths) {
        EventTable table = new EventTable();
        int start = Math.min(seenBefore, steps.size());
        steps.subList(0, start).forEach(table::apply);
        Ledger ledger = new Ledger(table.totals());
        int seen = table.changes().size();
        steps.subList(start, steps.size()).forEach(table::apply);
        List<Change> changes = table.changes();

        for (int from = seen, i = 0; from < changes.size(); i++) {
            int to = Math.min(changes.size(), from + lengths.get(i % lengths.size()));
            TransactionPlanner groups = new TransactionPlanner(changes.subList(from, to), ledger.lead(), 99);
            Set<String> written = new HashSet<>();
            for (; !groups.isEmpty(); groups.applied()) {
                assertThat(groups.next().items()).hasSizeLessThanOrEqualTo(99);
                assertThat(groups.next().items()).as("each item once").allMatch(item -> written.add(item.name()));
                assertThat(ledger.apply(groups.next())).isEmpty();
            }
            from = to;
        }
        assertThat(ledger.totals()).isEqualTo(table.totals());
        assertThat(ledger.hours()).isEqualTo(table.videoTotals());
    }

    /** Invocations that end anywhere, are repeated and cut otherwise, and go on beside their successors. */
    @Property(tries = 1_000)
    void anyDeliveryCountsEachRecordOnce(
            @ForAll("historiesOfSomeUsers") List<Step> steps,
            @ForAll @IntRange(min = 7, max = 14) int maxItems,
            @ForAll long seed) {
        EventTable table = new EventTable();
        steps.forEach(table::apply);
        List<Change> changes = table.changes();
        Ledger ledger = new Ledger(Map.of());
        Random random = new Random(seed);
        List<Delivery> underWay = new ArrayList<>();
        int processed = 0;
        for (int i = 0; i < 2_000 && processed < changes.size(); i++) {
            if (underWay.isEmpty() || random.nextInt(5) == 0) {
                int from = random.nextInt(4) > 0 ? processed : random.nextInt(processed + 1);
                int to = Math.min(changes.size(), from + 1 + random.nextInt(60));
                underWay.add(new Delivery(changes.subList(from, to), to, maxItems));
            }
            Delivery delivery = underWay.get(random.nextInt(underWay.size()));
            delivery.step(ledger);
            if (delivery.groups.isEmpty()) {
                processed = Math.max(processed, delivery.end);
            }
            if (delivery.groups.isEmpty() || random.nextInt(20) == 0) {
                underWay.remove(delivery);
            }
        }
        Delivery last = new Delivery(changes.subList(processed, changes.size()), changes.size(), maxItems);
        while (!last.groups.isEmpty()) {
            last.step(ledger);
        }
        underWay.forEach(straggler -> {
            while (!straggler.groups.isEmpty()) {
                straggler.step(ledger);
            }
        });
        assertThat(ledger.lead()).isEmpty();
        assertThat(ledger.totals()).isEqualTo(table.totals());
        assertThat(ledger.hours()).isEqualTo(table.videoTotals());
    }

    /** One invocation, which learns of the position only when it is refused. */
    private static final class Delivery {

        private final int end;
        private final int maxItems;
        private TransactionPlanner groups;

        Delivery(List<Change> batch, int end, int maxItems) {
            this.end = end;
            this.maxItems = maxItems;
            this.groups = new TransactionPlanner(batch, Optional.empty(), maxItems);
        }

        void step(Ledger ledger) {
            Optional<Checkpoint> refusal = ledger.apply(groups.next());
            if (refusal.isEmpty()) {
                groups.applied();
                return;
            }
            List<Change> rest = groups.unapplied().stream()
                    .filter(change -> change.position().compareTo(refusal.get().through()) > 0)
                    .toList();
            groups = new TransactionPlanner(rest, refusal.get().lead(), maxItems);
        }
    }

    /** What the transactions of groups do to the table, as {@link TransactionBuilder} writes them. */
    private static final class Ledger {

        private final Map<SummaryKey, Counts> totals = new HashMap<>();
        private final Map<SummaryKey, Counts> hours = new HashMap<>();
        private Checkpoint position = new Checkpoint(SequenceNumber.NONE, Optional.empty());

        Ledger(Map<SummaryKey, Counts> before) {
            totals.putAll(before);
            before.forEach((subject, counts) -> {
                if (subject.kind() == SummaryKey.Kind.VIDEO) {
                    hours.put(subject, counts);
                }
            });
        }

        Optional<Checkpoint> apply(TransactionPlan group) {
            if (position.through().compareTo(group.first()) >= 0
                    || !position.lead().equals(group.lead())) {
                return Optional.of(position);
            }
            group.items().forEach(item -> {
                if (item instanceof ItemUpdate.Summary summary) {
                    assertThat(summary.delta().isZero()).isFalse();
                    totals.merge(summary.subject(), summary.delta(), Counts::plus);
                } else if (item instanceof ItemUpdate.Hour hour) {
                    assertThat(hour.delta().isZero()).isFalse();
                    hours.merge(SummaryKey.video(hour.hour().videoId()), hour.delta(), Counts::plus);
                }
            });
            position = new Checkpoint(group.through().orElse(position.through()), group.nextLead());
            return Optional.empty();
        }

        Optional<Checkpoint.PartialCheckpoint> lead() {
            return position.lead();
        }

        Map<SummaryKey, Counts> totals() {
            totals.values().removeIf(Counts::isZero);
            return totals;
        }

        /** The sums of the hours of each video, which should be its totals. */
        Map<SummaryKey, Counts> hours() {
            hours.values().removeIf(Counts::isZero);
            return hours;
        }
    }

    @Provide
    Arbitrary<List<Step>> historiesOfManyUsers() {
        return EventTable.histories(150);
    }

    @Provide
    Arbitrary<List<Step>> historiesOfSomeUsers() {
        return EventTable.histories(25);
    }
}
