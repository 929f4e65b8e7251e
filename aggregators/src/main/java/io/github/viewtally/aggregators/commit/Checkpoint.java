package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.SequenceNumber;
import java.util.Optional;

/**
 * How far a shard is committed.
 *
 * @param sequenceNumber the last record whose changes are all committed
 * @param partial which changes of later records are committed too
 * @param deferred committed changes that are not in their items yet
 */
public record Checkpoint(SequenceNumber sequenceNumber, Optional<PartialCheckpoint> partial, DeferredDeltas deferred) {

    /** A checkpoint without deferred changes. */
    public Checkpoint(SequenceNumber sequenceNumber, Optional<PartialCheckpoint> partial) {
        this(sequenceNumber, partial, DeferredDeltas.NONE);
    }

    /**
     * The progress of a batch that needs several transactions. Such a batch is split between items, in the order of their
     * names, not between records.
     *
     * @param batchEnd the last record of the batch
     * @param lastItem the items up to this name include all records up to {@code batchEnd}; the items after it include only
     *     the records up to the checkpoint's sequence number
     * @param version the version of the counting rules by which these items were updated
     */
    public record PartialCheckpoint(SequenceNumber batchEnd, String lastItem, String version) {

        /**
         * The version of the rules that decide which items a record changes, by how much, and in which order. Raise it when
         * these rules change.
         */
        public static final String VERSION = "5";

        /** A partial checkpoint of this code. */
        public PartialCheckpoint(SequenceNumber batchEnd, String lastItem) {
            this(batchEnd, lastItem, VERSION);
        }

        /** Whether the items were updated by other rules than those of this code. */
        boolean isOfOtherVersion() {
            return !version.equals(VERSION);
        }
    }
}
