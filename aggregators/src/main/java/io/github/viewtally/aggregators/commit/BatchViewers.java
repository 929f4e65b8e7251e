package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What one invocation knows of the viewers of its batch, and how long that is right.
 *
 * <p>All events of a user are in one shard. So what is read of a viewer is right until a transaction of that shard changes
 * it, and each transaction has the condition that the shard's checkpoint is where the last one has left it. If it is not,
 * another invocation counts, or a response was lost: then all that is known is forgotten, and the viewers that the stored
 * checkpoint does not include yet are read again. An audit or an erasure changes viewers without moving a checkpoint. The
 * conditions in the writes of viewers find that.
 *
 * <p>When a batch fails, what was read for it is forgotten: the invocation that repeats it does not know what happened
 * between. Only what committed batches have left is remembered, in the cache, together with the checkpoint for which it is
 * right.
 */
final class BatchViewers {

    private final Optional<ViewerReader> reader;
    private final String shardId;
    private final Backoff backoff;
    private KnownViewers known = KnownViewers.off();
    private Optional<SequenceNumber> required = Optional.empty();
    private boolean hasRead;

    /**
     * Knows nothing yet.
     *
     * @param reader empty if viewers are not counted
     */
    BatchViewers(Optional<ViewerReader> reader, String shardId, Backoff backoff) {
        this.reader = reader;
        this.shardId = shardId;
        this.backoff = backoff;
    }

    /** Uses the cache if it is right for the stored checkpoint. */
    void useCache() {
        required = reader.flatMap(viewers -> viewers.cachedCheckpoint(shardId, backoff));
    }

    /** The checkpoint that transactions must require, because they rely on the cache; empty if they do not. */
    Optional<SequenceNumber> required() {
        return required;
    }

    /**
     * Reads the viewers that some changes may add or remove.
     *
     * @param partial the stored partial checkpoint, as far as known
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

    /** Forgets everything, because the stored checkpoint or a viewer is not as expected. */
    void forget() {
        required = Optional.empty();
        reader.ifPresent(viewers -> viewers.cache().forget(shardId));
    }

    /** Remembers what the batch has left, for the next one. */
    void committed(SequenceNumber last) {
        reader.ifPresent(viewers -> viewers.cache().committed(shardId, required, last, known));
    }
}
