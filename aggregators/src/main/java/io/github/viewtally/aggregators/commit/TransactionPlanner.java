package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.DeltaAccumulator;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.change.ViewerEffects;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.SiteItems;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans the transactions of a batch, in the order in which they must be committed.
 *
 * <p>The changes of a batch are summed first, so each item is written once, however many records change it. If there are
 * more items than fit in a transaction, they are split in the order of their names, and a partial checkpoint says how far
 * the batch is committed. The records count as committed with the last transaction. A batch that is delivered again, in
 * whole or in other pieces, continues at the partial checkpoint. If other code has written it, for example before a
 * deployment, the items that it covers may be counted by other rules: they are marked for the next audit.
 */
public final class TransactionPlanner {

    /**
     * The maximum number of items that one record changes: two users, two videos, an hour of each of these, two viewers, a
     * bucket of the site and two hours of it. After a partial checkpoint of another version, a user may also need a mark for
     * the audit, because the summary is skipped, but a viewer changes it. Both users may, if their ids contain slashes. A
     * record for the quarantine changes fewer.
     */
    static final int MAX_UPDATES_OF_RECORD = 15;

    /** A transaction takes 4 MB, and a quarantined record may need 200 kB. */
    private static final int MAX_QUARANTINED = 10;

    private final SummaryKey site;
    private final CountingSettings counting;
    private final int maxUpdates;
    private final KnownViewers viewers;
    private final Deque<PlannedTransaction> steps = new ArrayDeque<>();

    private static final CountingSettings WITHOUT_VIEWERS = CountingSettings.DEFAULT.withUniqueViewers(false);

    private record PlannedTransaction(TransactionPlan plan, List<Change> uncommitted) {}

    /** Plans a batch for a shard without a partial checkpoint. Neither viewers nor hours of users are counted. */
    public TransactionPlanner(String shardId, List<Change> changes, int maxUpdates) {
        this(shardId, changes, Optional.empty(), KnownViewers.off(), WITHOUT_VIEWERS, maxUpdates);
    }

    /**
     * Plans a batch.
     *
     * @param changes the changes after the shard's checkpoint, in order
     * @param partial the shard's partial checkpoint
     * @param viewers the viewers that the changes may add or remove
     * @param maxUpdates the maximum number of updates in one transaction
     */
    TransactionPlanner(
            String shardId,
            List<Change> changes,
            Optional<PartialCheckpoint> partial,
            KnownViewers viewers,
            CountingSettings counting,
            int maxUpdates) {
        this.site = SiteItems.bucketOf(shardId);
        this.counting = counting;
        this.viewers = viewers;
        this.maxUpdates = maxUpdates;
        if (changes.isEmpty()) {
            return;
        }
        if (partial.isEmpty()) {
            planBatch(changes);
        } else if (last(changes).compareTo(partial.get().batchEnd()) < 0) {
            planShorterBatch(changes, partial.get());
        } else {
            int split = countUpTo(partial.get().batchEnd(), changes);
            splitByItems(changes, changes.subList(0, split), partial.get().batchEnd(), partial);
            planBatch(changes.subList(split, changes.size()));
        }
    }

    /** Whether all plans are committed. */
    boolean isDone() {
        return steps.isEmpty();
    }

    /** The plan to commit next. */
    TransactionPlan next() {
        return steps.getFirst().plan();
    }

    /** All plans that are not committed, the next one first. */
    List<TransactionPlan> upcoming() {
        return steps.stream().map(PlannedTransaction::plan).toList();
    }

    /** The records that are not committed, or only in part. */
    List<Change> uncommitted() {
        return steps.getFirst().uncommitted();
    }

    /** Marks the next plan as committed. */
    void nextIsCommitted() {
        steps.removeFirst();
    }

    private void planBatch(List<Change> changes) {
        if (!changes.isEmpty()) {
            splitByItems(changes, changes, last(changes), Optional.empty());
        }
    }

    /**
     * Plans the first records of the uncommitted changes, split between items.
     *
     * @param end the last record that is committed with these
     */
    private void splitByItems(
            List<Change> uncommitted, List<Change> records, SequenceNumber end, Optional<PartialCheckpoint> partial) {
        DeltaAccumulator deltas = accumulator(partial);
        records.forEach(deltas::add);
        List<ItemUpdate> updates = deltas.updates();
        updates.addAll(viewers.updates(records, end, partial.map(PartialCheckpoint::lastItem)));
        if (endOfTransaction(updates, 0) < updates.size()) {
            updates.sort(Comparator.comparing(ItemUpdate::name));
        }
        SequenceNumber first = uncommitted.get(0).sequenceNumber();
        // Another version stays until the batch ends, so that no skipped item is left without a mark.
        String version = partial.map(PartialCheckpoint::version).orElse(PartialCheckpoint.VERSION);
        Optional<PartialCheckpoint> expected = partial;
        int from = 0;
        do {
            int to = endOfTransaction(updates, from);
            boolean isLast = to == updates.size();
            Optional<PartialCheckpoint> next = isLast
                    ? Optional.empty()
                    : Optional.of(new PartialCheckpoint(end, updates.get(to - 1).name(), version));
            Optional<SequenceNumber> committed = isLast ? Optional.of(end) : Optional.empty();
            TransactionPlan plan = new TransactionPlan(
                    TransactionSize.withCounters(updates.subList(from, to)), first, expected, committed, next);
            steps.add(new PlannedTransaction(plan, uncommitted));
            expected = next;
            from = to;
        } while (from < updates.size());
    }

    private int endOfTransaction(List<ItemUpdate> updates, int from) {
        TransactionSize size = new TransactionSize(maxUpdates);
        int quarantined = 0;
        int to = from;
        while (to < updates.size() && size.add(updates.get(to))) {
            if (updates.get(to) instanceof ItemUpdate.QuarantinedRecord && ++quarantined > MAX_QUARANTINED) {
                break;
            }
            to++;
        }
        return to;
    }

    /**
     * Plans a batch that ends before the one that left the partial checkpoint. It is split between records, and the partial
     * checkpoint stays until the other records are delivered too.
     */
    private void planShorterBatch(List<Change> changes, PartialCheckpoint partial) {
        for (int from = 0; from < changes.size(); ) {
            DeltaAccumulator deltas = accumulator(Optional.of(partial));
            int to = endOfRecords(changes, from, Optional.of(partial));
            List<Change> records = changes.subList(from, to);
            records.forEach(deltas::add);
            List<ItemUpdate> updates = deltas.updates();
            updates.addAll(viewers.updates(records, last(records), Optional.of(partial.lastItem())));
            TransactionPlan plan = new TransactionPlan(
                    TransactionSize.withCounters(updates),
                    records.get(0).sequenceNumber(),
                    Optional.of(partial),
                    Optional.of(last(records)),
                    Optional.of(partial));
            steps.add(new PlannedTransaction(plan, changes.subList(from, changes.size())));
            from = to;
        }
    }

    private int endOfRecords(List<Change> changes, int from, Optional<PartialCheckpoint> partial) {
        DeltaAccumulator deltas = accumulator(partial);
        ViewerEffects effects = new ViewerEffects();
        int to = from;
        while (to < changes.size()) {
            deltas.add(changes.get(to));
            effects.add(changes.get(to));
            List<Viewer> touched = viewers.touched(effects, partial.map(PartialCheckpoint::lastItem));
            long counters = touched.stream()
                    .flatMap(viewer -> Stream.of(viewer.user(), viewer.video()))
                    .filter(summary -> !deltas.contains(summary))
                    .distinct()
                    .count();
            if (deltas.size() + touched.size() + counters > maxUpdates || deltas.quarantinedCount() > MAX_QUARANTINED) {
                break;
            }
            to++;
        }
        return to;
    }

    private DeltaAccumulator accumulator(Optional<PartialCheckpoint> partial) {
        return new DeltaAccumulator(
                site,
                counting,
                partial.map(PartialCheckpoint::lastItem),
                partial.filter(PartialCheckpoint::isOfOtherVersion).isPresent());
    }

    private static int countUpTo(SequenceNumber end, List<Change> changes) {
        int count = 0;
        while (count < changes.size() && changes.get(count).sequenceNumber().compareTo(end) <= 0) {
            count++;
        }
        return count;
    }

    private static SequenceNumber last(List<Change> changes) {
        return changes.get(changes.size() - 1).sequenceNumber();
    }
}
