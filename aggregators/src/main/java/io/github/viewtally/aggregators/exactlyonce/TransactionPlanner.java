package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.Checkpoint.PartialCheckpoint;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The groups that apply a batch, in the order in which they must be applied.
 *
 * <p>A batch is folded whole, so that each item is written once however many records change it. If that is more than a
 * transaction holds, the batch is cut between items, in the order of their names, and the lead in the position says how far
 * it has come; the records count as applied when the last part is. A batch that is delivered again, cut however, goes on
 * from there: what the lead covers is finished first.
 */
final class TransactionPlanner {

    /** The fewest items that a group must hold: at most one record changes two users, two videos, an hour of each, and the quarantine. */
    static final int MIN_ITEMS = 7;

    /** A transaction takes 4 MB; a quarantined record may need some 200 kB of them. */
    private static final int MAX_QUARANTINED = 10;

    private final int maxItems;
    private final Deque<TransactionPlan> groups = new ArrayDeque<>();
    private final Deque<List<Change>> unapplied = new ArrayDeque<>();

    /**
     * Packs a batch.
     *
     * @param changes all behind the position
     * @param lead that of the position
     * @param maxItems how many items a group may hold
     */
    TransactionPlanner(List<Change> changes, Optional<PartialCheckpoint> lead, int maxItems) {
        this.maxItems = maxItems;
        if (changes.isEmpty()) {
            return;
        }
        if (lead.isPresent()) {
            packBehind(lead.get(), changes);
        } else {
            packWhole(changes);
        }
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** The group to be applied next. */
    TransactionPlan next() {
        return groups.getFirst();
    }

    /** Those that are applied next, no more than so many. */
    List<TransactionPlan> next(int most) {
        return groups.stream().limit(most).toList();
    }

    /** The records of which not all is applied, before the next group is. */
    List<Change> unapplied() {
        return unapplied.getFirst();
    }

    /** Puts another group in place of the next one. */
    void replaceNext(TransactionPlan group) {
        groups.removeFirst();
        groups.addFirst(group);
    }

    /** The next group has been applied. */
    void applied() {
        groups.removeFirst();
        unapplied.removeFirst();
    }

    private void packWhole(List<Change> changes) {
        if (!changes.isEmpty()) {
            pack(changes, changes, last(changes), Optional.empty());
        }
    }

    private void packBehind(PartialCheckpoint lead, List<Change> changes) {
        if (last(changes).compareTo(lead.through()) < 0) {
            packAsRecords(lead, changes);
        } else {
            int split = countThrough(lead.through(), changes);
            pack(changes, changes.subList(0, split), lead.through(), Optional.of(lead));
            packWhole(changes.subList(split, changes.size()));
        }
    }

    /** All of the records' items that no lead covers, cut between items. */
    private void pack(
            List<Change> unapplied, List<Change> records, SequenceNumber through, Optional<PartialCheckpoint> lead) {
        List<ItemUpdate> items = DeltaAccumulator.of(records, lead).items();
        if (items.size() > maxItems || items.size() > MAX_QUARANTINED) {
            items.sort(Comparator.comparing(ItemUpdate::name));
        }
        SequenceNumber first = unapplied.get(0).position();
        Optional<PartialCheckpoint> expected = lead;
        int from = 0;
        do {
            int to = endOfGroup(items, from);
            boolean isLast = to == items.size();
            Optional<PartialCheckpoint> next = isLast
                    ? Optional.empty()
                    : Optional.of(
                            new PartialCheckpoint(through, items.get(to - 1).name()));
            add(
                    unapplied,
                    new TransactionPlan(
                            items.subList(from, to),
                            first,
                            expected,
                            isLast ? Optional.of(through) : Optional.empty(),
                            next));
            expected = next;
            from = to;
        } while (from < items.size());
    }

    private int endOfGroup(List<ItemUpdate> items, int from) {
        int quarantined = 0;
        int to = from;
        while (to < items.size() && to - from < maxItems) {
            if (items.get(to) instanceof ItemUpdate.Quarantined && ++quarantined > MAX_QUARANTINED) {
                break;
            }
            to++;
        }
        return to;
    }

    /**
     * Cut between records: the batch ends before the one that was under way when the lead was made, so the lead stays until
     * its rest comes too.
     */
    private void packAsRecords(PartialCheckpoint lead, List<Change> changes) {
        for (int from = 0; from < changes.size(); ) {
            int to = endOfRun(lead, changes, from);
            List<Change> run = changes.subList(from, to);
            add(
                    changes.subList(from, changes.size()),
                    new TransactionPlan(
                            DeltaAccumulator.of(run, Optional.of(lead)).items(),
                            run.get(0).position(),
                            Optional.of(lead),
                            Optional.of(last(run)),
                            Optional.of(lead)));
            from = to;
        }
    }

    private int endOfRun(PartialCheckpoint lead, List<Change> changes, int from) {
        DeltaAccumulator fold = new DeltaAccumulator(Optional.of(lead));
        int to = from;
        while (to < changes.size()) {
            fold.add(changes.get(to));
            if (fold.size() > maxItems || fold.quarantined() > MAX_QUARANTINED) {
                break;
            }
            to++;
        }
        return to;
    }

    private void add(List<Change> before, TransactionPlan group) {
        groups.add(group);
        unapplied.add(before);
    }

    private static int countThrough(SequenceNumber through, List<Change> changes) {
        int count = 0;
        while (count < changes.size() && changes.get(count).position().compareTo(through) <= 0) {
            count++;
        }
        return count;
    }

    private static SequenceNumber last(List<Change> changes) {
        return changes.get(changes.size() - 1).position();
    }
}
