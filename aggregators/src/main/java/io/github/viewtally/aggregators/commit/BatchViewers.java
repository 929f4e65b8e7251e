package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads and caches the viewers of the batch of one invocation.
 *
 * <p>All events of a user are in one shard. So a viewer that was read stays valid until a transaction of that shard changes
 * it. Each transaction requires that the shard's checkpoint is the one that the previous transaction stored. If this
 * condition fails, another invocation has counted records, or a response was lost. Then all viewers are discarded, and those
 * that the stored checkpoint does not include yet are read again. An audit or an erasure changes viewers without moving a
 * checkpoint. The conditions in the writes of viewers detect that.
 *
 * <p>If a batch fails, its viewers are discarded, because they may change before it is delivered again. Only the viewers of
 * committed batches stay in the cache, together with the checkpoint for which they are valid.
 */
final class BatchViewers {

    private final Optional<ViewerReader> reader;
    private final String shardId;
    private final Backoff backoff;
    private KnownViewers known = KnownViewers.off();
    private Optional<SequenceNumber> required = Optional.empty();
    private boolean hasRead;

    /**
     * Creates an instance that has not read any viewers.
     *
     * @param reader empty if viewers are not counted
     */
    BatchViewers(Optional<ViewerReader> reader, String shardId, Backoff backoff) {
        this.reader = reader;
        this.shardId = shardId;
        this.backoff = backoff;
    }

    /** Uses the cache if it is valid for the stored checkpoint. */
    void useCache() {
        required = reader.flatMap(viewers -> viewers.cachedCheckpoint(shardId, backoff));
    }

    /** The checkpoint that transactions must require because they rely on the cache; empty if the cache is not used. */
    Optional<SequenceNumber> required() {
        return required;
    }

    /**
     * Reads the viewers that some changes may add or remove.
     *
     * @param partial the last known partial checkpoint of the shard
     * @throws SdkException if a read fails and there is no time to repeat it, or if there is no time to read a second time
     */
    KnownViewers read(List<Change> changes, Optional<PartialCheckpoint> partial) {
        known = KnownViewers.off();
        if (reader.isPresent() && !changes.isEmpty()) {
            if (hasRead && !backoff.hasTimeForCalls(2)) {
                throw SdkClientException.create("there is no time to read the viewers of a batch again");
            }
            hasRead = true;
            known = reader.get().read(shardId, changes, partial, required.isPresent(), backoff);
        }
        return known;
    }

    /** Discards all viewers, because the stored checkpoint or a viewer is not as expected. */
    void discard() {
        required = Optional.empty();
        reader.ifPresent(viewers -> viewers.cache().discard(shardId));
    }

    /** Caches the viewers of a committed batch for the next batch. */
    void committed(SequenceNumber last) {
        reader.ifPresent(viewers -> viewers.cache().committed(shardId, required, last, known));
    }
}
