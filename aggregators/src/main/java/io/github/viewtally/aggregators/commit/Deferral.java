package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.CounterDelta;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides in one invocation which changes are deferred. If an item makes a transaction fail several times, its change is
 * stored in the checkpoint instead, so that the other items are counted. After the batch, each deferred change is moved to
 * its item in a separate transaction.
 */
final class Deferral {

    /** With the pauses between them, these attempts take about 300 ms. */
    static final int MAX_ATTEMPTS = 5;

    /** After the first item, so that several items do not stop a batch one after the other. */
    private static final int MAX_ATTEMPTS_OF_OTHERS = 2;

    private final Map<String, Integer> attempts = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private DeferredDeltas stored = DeferredDeltas.NONE;
    private Optional<PartialCheckpoint> partial = Optional.empty();
    private int failedMoves;

    /** Whether the last known checkpoint has no deferred changes. */
    boolean isDone() {
        return stored.isEmpty();
    }

    /** Puts the changes of blocked items into the checkpoint, and also other changes of items that are there already. */
    TransactionPlan defer(TransactionPlan plan) {
        if (blocked.isEmpty() && stored.isEmpty()) {
            return plan;
        }
        DeferredDeltas next = stored;
        List<ItemUpdate> others = new ArrayList<>(plan.updates().size());
        for (ItemUpdate update : plan.updates()) {
            if (update instanceof CounterDelta delta && isBlocked(delta.name()) && next.hasRoomFor(delta)) {
                next = next.plus(delta);
            } else {
                others.add(update);
            }
        }
        return plan.deferring(others, stored, next);
    }

    private boolean isBlocked(String name) {
        return blocked.contains(name) || stored.byName().containsKey(name);
    }

    /** The transaction that moves one deferred change to its item. After a failed move, it takes the next change. */
    TransactionPlan moveNext() {
        List<CounterDelta> deltas = List.copyOf(stored.byName().values());
        CounterDelta delta = deltas.get(failedMoves % deltas.size());
        return new TransactionPlan(
                List.of(delta),
                SequenceNumber.HIGHEST,
                partial,
                Optional.empty(),
                partial,
                stored,
                stored.without(delta.name()));
    }

    /** Uses the checkpoint that a committed plan has stored. */
    void committed(TransactionPlan plan) {
        stored = plan.nextDeferred();
        partial = plan.nextPartial();
    }

    /** Uses the checkpoint that another invocation has stored. */
    void found(Checkpoint checkpoint) {
        stored = checkpoint.deferred();
        partial = checkpoint.partial();
    }

    /** Call it when the move of a deferred change has failed. */
    void moveFailed() {
        failedMoves++;
    }

    /**
     * Counts the failed attempt of a plan.
     *
     * @param updates the indexes of the updates that made it fail
     * @return whether an item is deferred from now on
     */
    boolean attemptFailed(TransactionPlan plan, List<Integer> updates) {
        boolean isNew = false;
        int limit = blocked.isEmpty() ? MAX_ATTEMPTS : MAX_ATTEMPTS_OF_OTHERS;
        for (int index : updates) {
            if (plan.updates().get(index) instanceof CounterDelta delta
                    && attempts.merge(delta.name(), 1, Integer::sum) >= limit) {
                isNew |= blocked.add(delta.name());
            }
        }
        return isNew;
    }
}
