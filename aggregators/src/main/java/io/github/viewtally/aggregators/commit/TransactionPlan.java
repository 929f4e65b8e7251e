package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import java.util.List;
import java.util.Optional;

/**
 * The contents of one transaction: updates of items, and the move of the shard's checkpoint.
 *
 * @param updates the updates of all items except the checkpoint
 * @param firstRecord the first record included; the stored checkpoint must be before it
 * @param expectedPartial the partial checkpoint that must be stored
 * @param committedRecord the checkpoint's new sequence number; empty if the sequence number stays
 * @param nextPartial the partial checkpoint to store
 * @param expectedDeferred the deferred changes that must be stored
 * @param nextDeferred the deferred changes to store
 */
public record TransactionPlan(
        List<ItemUpdate> updates,
        SequenceNumber firstRecord,
        Optional<PartialCheckpoint> expectedPartial,
        Optional<SequenceNumber> committedRecord,
        Optional<PartialCheckpoint> nextPartial,
        DeferredDeltas expectedDeferred,
        DeferredDeltas nextDeferred) {

    /** A plan for a shard without deferred changes. */
    TransactionPlan(
            List<ItemUpdate> updates,
            SequenceNumber firstRecord,
            Optional<PartialCheckpoint> expectedPartial,
            Optional<SequenceNumber> committedRecord,
            Optional<PartialCheckpoint> nextPartial) {
        this(
                updates,
                firstRecord,
                expectedPartial,
                committedRecord,
                nextPartial,
                DeferredDeltas.NONE,
                DeferredDeltas.NONE);
    }

    /** The plan with some of its updates deferred. */
    TransactionPlan deferring(List<ItemUpdate> others, DeferredDeltas expected, DeferredDeltas next) {
        return new TransactionPlan(others, firstRecord, expectedPartial, committedRecord, nextPartial, expected, next);
    }
}
