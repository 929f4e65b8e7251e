package io.github.viewtally.aggregators.commit;

import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.core.exception.SdkException;

/** The outcome of one attempt to commit a transaction. */
sealed interface CommitResult {

    /** DynamoDB has committed the transaction. */
    record Applied(double writeUnits) implements CommitResult {}

    /**
     * Nothing was written, because the shard's checkpoint is not the expected one: another invocation, or an earlier attempt
     * whose response was lost, has moved it.
     *
     * @param checkpoint the stored checkpoint
     */
    record AlreadyAppliedUpTo(Checkpoint checkpoint) implements CommitResult {}

    /**
     * The attempt failed for a temporary reason. The transaction may be committed or not; it is safe to send it again.
     *
     * @param isConflict whether another transaction was writing one of the items
     * @param blocked the indexes of the updates of the plan that were in conflict or throttled
     * @param throttled those of them that were throttled
     */
    record Retryable(boolean isConflict, List<Integer> blocked, List<Integer> throttled, SdkException cause)
            implements CommitResult {

        /** A failure that names no update. */
        Retryable(SdkException cause) {
            this(false, List.of(), List.of(), cause);
        }
    }

    /**
     * Nothing was written, because a viewer is not as it was read: an audit or an erasure has changed it.
     */
    record ViewersChanged(SdkException cause) implements CommitResult {}

    /**
     * DynamoDB refuses the transaction, and will refuse it again.
     *
     * @param updateIndex the index of the first refused update of the plan; empty if DynamoDB names none
     */
    record Refused(OptionalInt updateIndex, SdkException cause) implements CommitResult {}
}
