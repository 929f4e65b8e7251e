package io.github.viewtally.aggregators.commit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.CountingSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Commits the changes of batches, each change exactly once.
 *
 * <p>Each transaction also moves the shard's checkpoint, on the condition that the checkpoint is where the plan expects it.
 * The condition fails for a batch that is delivered again, for an invocation that continues after its timeout, and for a
 * retry of an attempt whose response was lost. Then nothing is counted twice, and the rest of the batch is planned again. If
 * an item is throttled or in conflict for some time, its change waits in the checkpoint, and the other items are counted.
 */
public final class BatchCommitter {

    /** The timeout of one call to DynamoDB. After the first call, a call starts only if the invocation has time for it. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    /** The longest time that a call takes: its timeout and a margin. */
    private static final Duration CALL_TIME = CALL_TIMEOUT.plusMillis(500);

    private final BatchCommit.Shared shared;
    private final Optional<ViewerReader> viewers;
    private final Duration maxPause;

    /**
     * How large a transaction may be, and how long its next attempt may wait. Only simulations change the defaults.
     *
     * @param maxUpdates the maximum number of updates in one transaction
     * @param maxPause the longest pause between two attempts of a transaction
     */
    public record CommitLimits(int maxUpdates, Duration maxPause) {

        public static final CommitLimits DEFAULT =
                new CommitLimits(TransactionBuilder.MAX_UPDATES, Duration.ofSeconds(1));

        /**
         * Checks the limits.
         *
         * @throws IllegalArgumentException if a transaction of this size cannot hold the changes of one record, or is larger
         *     than DynamoDB takes
         */
        public CommitLimits {
            if (maxUpdates < TransactionPlanner.MAX_UPDATES_OF_RECORD || maxUpdates > TransactionBuilder.MAX_UPDATES) {
                throw new IllegalArgumentException(
                        "the number of updates must be from " + TransactionPlanner.MAX_UPDATES_OF_RECORD + " to "
                                + TransactionBuilder.MAX_UPDATES + ": " + maxUpdates);
            }
            requireNonNull(maxPause, "maxPause");
        }
    }

    /**
     * Creates a committer.
     *
     * @param viewers reads the viewers that batches may change; empty if the aggregator does not count viewers
     */
    public BatchCommitter(
            String aggregatorName,
            DynamoDbClient dynamoDb,
            String tableName,
            CountingSettings counting,
            Optional<ViewerReader> viewers,
            CommitLimits limits) {
        requireNonNull(dynamoDb, "dynamoDb");
        requireNonNull(tableName, "tableName");
        QuarantineItems quarantine = new QuarantineItems(aggregatorName, tableName, InstantSource.system());
        this.shared = new BatchCommit.Shared(
                new TransactionBuilder(
                        aggregatorName, tableName, quarantine, counting.halfLife(), InstantSource.system()),
                new TransactionExecutor(dynamoDb),
                new DamagedCounters(dynamoDb, tableName, quarantine, counting.halfLife()),
                counting,
                limits.maxUpdates());
        this.viewers = requireNonNull(viewers, "viewers");
        this.maxPause = limits.maxPause();
    }

    /**
     * Commits a batch, one transaction after the other.
     *
     * @param changes the changes of the batch, in the order of their sequence numbers, without duplicates
     * @param remainingMillis the invocation's remaining time in milliseconds
     * @param metrics receives the numbers of this invocation
     * @return the first change that must be delivered again; empty if all are committed and none is deferred
     */
    public Optional<Change> commit(
            String shardId,
            List<Change> changes,
            IndexUpdates.Source indexUpdates,
            IntSupplier remainingMillis,
            InvocationMetrics metrics) {
        Backoff backoff = new Backoff(remainingMillis, CALL_TIME, maxPause);
        return new BatchCommit(
                        shared,
                        new BatchViewers(viewers, shardId, backoff),
                        shardId,
                        changes,
                        indexUpdates,
                        backoff,
                        metrics)
                .run();
    }
}
