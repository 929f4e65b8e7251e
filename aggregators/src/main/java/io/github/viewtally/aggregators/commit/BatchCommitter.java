package io.github.viewtally.aggregators.commit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedRecord;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.CommitResult.AlreadyAppliedUpTo;
import io.github.viewtally.aggregators.commit.CommitResult.Applied;
import io.github.viewtally.aggregators.commit.CommitResult.Refused;
import io.github.viewtally.aggregators.commit.CommitResult.Retryable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Commits the changes of batches, each change exactly once.
 *
 * <p>Each transaction also moves the shard's checkpoint, on the condition that the checkpoint is where the plan expects it.
 * So nothing is counted twice by a repeated batch, by an invocation that runs on after its timeout, or by a retry whose
 * first attempt succeeded unseen: the condition fails, and the rest of the batch is planned again.
 */
public final class BatchCommitter {

    /** The most updates in one transaction. */
    public static final int MAX_UPDATES = TransactionBuilder.MAX_UPDATES;

    /** The timeout of one call to DynamoDB. After the first call, none begins that could outlast the invocation. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(BatchCommitter.class);
    private static final Duration CALL_TIME = CALL_TIMEOUT.plusMillis(500);

    private final TransactionBuilder builder;
    private final TransactionExecutor executor;
    private final DamagedCounters damaged;
    private final int maxUpdates;

    /**
     * Creates a committer.
     *
     * @param maxUpdates the most updates in one transaction
     * @throws IllegalArgumentException if a transaction of this size cannot hold the changes of one record, or is larger
     *     than {@link #MAX_UPDATES}
     */
    public BatchCommitter(String aggregatorName, DynamoDbClient dynamoDb, String tableName, int maxUpdates) {
        if (maxUpdates < TransactionPlanner.MAX_UPDATES_OF_RECORD || maxUpdates > MAX_UPDATES) {
            throw new IllegalArgumentException("the number of updates must be from "
                    + TransactionPlanner.MAX_UPDATES_OF_RECORD + " to " + MAX_UPDATES + ": " + maxUpdates);
        }
        requireNonNull(dynamoDb, "dynamoDb");
        requireNonNull(tableName, "tableName");
        QuarantineItems quarantine = new QuarantineItems(aggregatorName, tableName, InstantSource.system());
        this.builder = new TransactionBuilder(aggregatorName, tableName, quarantine, InstantSource.system());
        this.executor = new TransactionExecutor(dynamoDb);
        this.damaged = new DamagedCounters(dynamoDb, tableName, quarantine);
        this.maxUpdates = maxUpdates;
    }

    /**
     * Commits a batch, one transaction after the other.
     *
     * @param changes the changes of the batch, in the order of their sequence numbers, without duplicates
     * @param remainingMillis the invocation's remaining time
     * @param metrics counts what is done
     * @return the first change that is not committed; empty if all are
     */
    public Optional<Change> commit(
            String shardId,
            List<Change> changes,
            IndexUpdates.Source indexUpdates,
            IntSupplier remainingMillis,
            InvocationMetrics metrics) {
        Backoff backoff = new Backoff(remainingMillis, CALL_TIME);
        TransactionPlanner planner = new TransactionPlanner(changes, maxUpdates);
        for (boolean isFirst = true; !planner.isDone(); isFirst = false) {
            List<Change> uncommitted = planner.uncommitted();
            if (!isFirst && !backoff.hasTimeForCalls(1)) {
                LOG.warn("Out of time: {} records of {} must be delivered again", uncommitted.size(), shardId);
                return Optional.of(uncommitted.get(0));
            }
            TransactionPlan plan = planner.next();
            IndexUpdates index =
                    backoff.hasTimeForCalls(2) ? indexUpdates.ofFirst(planner.upcoming()) : IndexUpdates.UNKNOWN;
            CommitResult result = executor.execute(builder.build(shardId, plan, index));
            if (result instanceof Applied applied) {
                planner.nextIsCommitted();
                countApplied(plan, applied, uncommitted, metrics);
            } else if (result instanceof AlreadyAppliedUpTo already) {
                Checkpoint checkpoint = already.checkpoint();
                List<Change> remaining = after(checkpoint.sequenceNumber(), uncommitted);
                metrics.add(Metric.REPEATS_DROPPED, uncommitted.size() - remaining.size());
                planner = new TransactionPlanner(remaining, checkpoint.partial(), maxUpdates);
            } else if (result instanceof Retryable retryable) {
                if (!backoff.pause()) {
                    return failed(shardId, uncommitted, retryable.cause());
                }
                metrics.add(Metric.CONFLICTS_RETRIED, retryable.isConflict() ? 1 : 0);
            } else if (result instanceof Refused refused) {
                int changed = backoff.hasTimeForCalls(2) ? damaged.remove(shardId, plan) : 0;
                if (changed == 0) {
                    logRefused(plan, refused.updateIndex());
                    return failed(shardId, uncommitted, refused.cause());
                }
                metrics.add(Metric.RECORDS_QUARANTINED, changed);
            }
        }
        return Optional.empty();
    }

    private static void logRefused(TransactionPlan plan, OptionalInt updateIndex) {
        updateIndex.ifPresent(i -> LOG.warn(
                "DynamoDB refuses the update of {}", plan.updates().get(i).name()));
    }

    private static Optional<Change> failed(String shardId, List<Change> uncommitted, SdkException cause) {
        LOG.warn("A transaction failed: {} records of {} must be delivered again", uncommitted.size(), shardId, cause);
        return Optional.of(uncommitted.get(0));
    }

    private static void countApplied(
            TransactionPlan plan, Applied applied, List<Change> uncommitted, InvocationMetrics metrics) {
        metrics.add(Metric.WRITE_UNITS, applied.writeUnits());
        metrics.add(Metric.TRANSACTIONS_APPLIED, 1);
        metrics.add(
                Metric.RECORDS_QUARANTINED,
                plan.updates().stream()
                        .filter(QuarantinedRecord.class::isInstance)
                        .count());
        plan.committedRecord()
                .ifPresent(last -> metrics.add(
                        Metric.RECORDS_COUNTED,
                        uncommitted.size() - after(last, uncommitted).size()));
    }

    private static List<Change> after(SequenceNumber sequenceNumber, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.sequenceNumber().compareTo(sequenceNumber) > 0)
                .toList();
    }
}
