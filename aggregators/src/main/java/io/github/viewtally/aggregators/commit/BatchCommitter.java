package io.github.viewtally.aggregators.commit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.model.HalfLife;
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
 * So nothing is counted twice by a repeated batch, by an invocation that runs on after its timeout, or by a retry whose
 * first attempt succeeded unseen: the condition fails, and the rest of the batch is planned again. If an item is throttled or
 * in conflict for some time, its change waits in the checkpoint, and the other items are counted.
 */
public final class BatchCommitter {

    /** The most updates in one transaction. */
    public static final int MAX_UPDATES = TransactionBuilder.MAX_UPDATES;

    /** The timeout of one call to DynamoDB. After the first call, none begins that could outlast the invocation. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    /** The longest pause between two attempts of a transaction. */
    public static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    private static final Duration CALL_TIME = CALL_TIMEOUT.plusMillis(500);

    private final TransactionBuilder builder;
    private final TransactionExecutor executor;
    private final DamagedCounters damaged;
    private final Optional<ViewerReader> viewers;
    private final boolean hoursOfUsers;
    private final int maxUpdates;
    private final Duration maxPause;

    /**
     * Creates a committer.
     *
     * @param halfLife the half-life of the list by trend
     * @param viewers reads the viewers that batches may change; empty if viewers are not counted
     * @param hoursOfUsers whether the hours of users are counted
     * @param maxUpdates the most updates in one transaction
     * @param maxPause the longest pause between two attempts of a transaction; {@link #MAX_PAUSE} except in simulations
     * @throws IllegalArgumentException if a transaction of this size cannot hold the changes of one record, or is larger
     *     than {@link #MAX_UPDATES}
     */
    public BatchCommitter(
            String aggregatorName,
            DynamoDbClient dynamoDb,
            String tableName,
            HalfLife halfLife,
            Optional<ViewerReader> viewers,
            boolean hoursOfUsers,
            int maxUpdates,
            Duration maxPause) {
        if (maxUpdates < TransactionPlanner.MAX_UPDATES_OF_RECORD || maxUpdates > MAX_UPDATES) {
            throw new IllegalArgumentException("the number of updates must be from "
                    + TransactionPlanner.MAX_UPDATES_OF_RECORD + " to " + MAX_UPDATES + ": " + maxUpdates);
        }
        requireNonNull(dynamoDb, "dynamoDb");
        requireNonNull(tableName, "tableName");
        QuarantineItems quarantine = new QuarantineItems(aggregatorName, tableName, InstantSource.system());
        this.builder = new TransactionBuilder(aggregatorName, tableName, quarantine, halfLife, InstantSource.system());
        this.executor = new TransactionExecutor(dynamoDb);
        this.damaged = new DamagedCounters(dynamoDb, tableName, quarantine, halfLife);
        this.viewers = requireNonNull(viewers, "viewers");
        this.hoursOfUsers = hoursOfUsers;
        this.maxUpdates = maxUpdates;
        this.maxPause = requireNonNull(maxPause, "maxPause");
    }

    /**
     * Commits a batch, one transaction after the other.
     *
     * @param changes the changes of the batch, in the order of their sequence numbers, without duplicates
     * @param remainingMillis the invocation's remaining time
     * @param metrics counts what is done
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
                        builder,
                        executor,
                        damaged,
                        new BatchViewers(viewers, shardId, backoff),
                        hoursOfUsers,
                        maxUpdates,
                        shardId,
                        changes,
                        indexUpdates,
                        backoff,
                        metrics)
                .run();
    }
}
