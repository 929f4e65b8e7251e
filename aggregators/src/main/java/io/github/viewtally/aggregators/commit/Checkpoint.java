package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.SequenceNumber;
import java.util.Optional;

/**
 * How far a shard is committed.
 *
 * @param sequenceNumber the last record whose changes are all committed
 * @param partial which changes of later records are committed too
 */
public record Checkpoint(SequenceNumber sequenceNumber, Optional<PartialCheckpoint> partial) {

    /**
     * How far a batch is committed that needs several transactions. Such a batch is split between items, in the order of
     * their names, not between records.
     *
     * @param batchEnd the last record of the batch
     * @param lastItem the items up to this name include all records up to {@code batchEnd}; the items after it include only
     *     the records up to the checkpoint's sequence number
     */
    public record PartialCheckpoint(SequenceNumber batchEnd, String lastItem) {}
}
