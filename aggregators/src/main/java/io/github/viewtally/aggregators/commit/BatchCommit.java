package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.ItemUpdate.QuarantinedRecord;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.aggregators.commit.CommitResult.AlreadyAppliedUpTo;
import io.github.viewtally.aggregators.commit.CommitResult.Applied;
import io.github.viewtally.aggregators.commit.CommitResult.Refused;
import io.github.viewtally.aggregators.commit.CommitResult.Retryable;
import io.github.viewtally.aggregators.commit.CommitResult.ViewersChanged;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Commits one batch in one invocation: first its transactions, then the changes that were deferred. */
final class BatchCommit {

    private static final Logger LOG = LoggerFactory.getLogger(BatchCommit.class);

    private final Shared shared;
    private final BatchViewers viewers;
    private final String shardId;
    private final List<Change> changes;
    private final ThrottledMoves indexUpdates;
    private final Backoff backoff;
    private final InvocationMetrics metrics;
    private final Deferral deferral = new Deferral();
    private TransactionPlanner planner;

    /** What all batches of an aggregator share. */
    record Shared(
            TransactionBuilder builder,
            TransactionExecutor executor,
            DamagedCounters damaged,
            CountingSettings counting,
            int maxUpdates) {}

    BatchCommit(
            Shared shared,
            BatchViewers viewers,
            String shardId,
            List<Change> changes,
            IndexUpdates.Source indexUpdates,
            Backoff backoff,
            InvocationMetrics metrics) {
        this.shared = shared;
        this.viewers = viewers;
        this.shardId = shardId;
        this.changes = changes;
        this.indexUpdates = new ThrottledMoves(indexUpdates);
        this.backoff = backoff;
        this.metrics = metrics;
    }

    /** Returns the first change that must be delivered again; empty if all are committed and none is deferred. */
    Optional<Change> run() {
        viewers.useCache();
        Optional<SdkException> unread = plan(changes, Optional.empty());
        if (unread.isPresent()) {
            LOG.warn(
                    "Cannot read viewers: {} records of {} must be delivered again",
                    changes.size(),
                    shardId,
                    unread.get());
            return Optional.of(changes.get(0));
        }
        for (boolean isFirst = true; !isDone(); isFirst = false) {
            if (!isFirst && !backoff.hasTimeForCalls(1)) {
                LOG.warn(
                        "Out of time: {} records of {} must be delivered again",
                        toRepeat().size(),
                        shardId);
                return Optional.of(toRepeat().get(0));
            }
            TransactionPlan plan = planner.isDone() ? deferral.moveNext() : deferral.defer(planner.next());
            CommitResult result = execute(plan);
            if (result instanceof Applied applied) {
                applied(plan, applied);
            } else {
                indexUpdates.failed(plan);
                Optional<SdkException> failure = handle(plan, result);
                if (failure.isPresent()) {
                    return failed(failure.get());
                }
            }
        }
        return Optional.empty();
    }

    private boolean isDone() {
        return planner.isDone() && deferral.isDone();
    }

    private CommitResult execute(TransactionPlan plan) {
        Optional<SequenceNumber> required = planner.isDone() ? Optional.empty() : viewers.required();
        return shared.executor().execute(shared.builder().build(shardId, plan, indexUpdates(plan), required));
    }

    private IndexUpdates indexUpdates(TransactionPlan plan) {
        return backoff.hasTimeForCalls(2)
                ? indexUpdates.ofFirst(planner.isDone() ? List.of(plan) : planner.upcoming())
                : IndexUpdates.UNKNOWN;
    }

    private void applied(TransactionPlan plan, Applied applied) {
        count(plan, applied);
        indexUpdates.committed(plan);
        deferral.committed(plan);
        if (planner.isDone()) {
            return;
        }
        planner.nextIsCommitted();
        if (planner.isDone()) {
            viewers.committed(plan.committedRecord().orElseThrow());
        }
    }

    /** Decides what to do after an attempt that was not applied; returns its failure if there is nothing to do. */
    private Optional<SdkException> handle(TransactionPlan plan, CommitResult result) {
        if (result instanceof AlreadyAppliedUpTo already) {
            viewers.discard();
            return planAgain(already.checkpoint());
        }
        if (result instanceof ViewersChanged changed) {
            viewers.discard();
            return backoff.pause() && backoff.hasTimeForCalls(2)
                    ? plan(planner.uncommitted(), plan.expectedPartial())
                    : Optional.of(changed.cause());
        }
        if (result instanceof Retryable retryable) {
            return prepareRetry(plan, retryable) ? Optional.empty() : Optional.of(retryable.cause());
        }
        Refused refused = (Refused) result;
        int changed = backoff.hasTimeForCalls(2) ? shared.damaged().remove(shardId, plan) : 0;
        metrics.add(Metric.RECORDS_QUARANTINED, changed);
        if (changed > 0) {
            return Optional.empty();
        }
        logRefused(plan, refused.updateIndex());
        return Optional.of(refused.cause());
    }

    private Optional<SdkException> planAgain(Checkpoint checkpoint) {
        List<Change> uncommitted = planner.isDone() ? List.of() : planner.uncommitted();
        List<Change> remaining = after(checkpoint.sequenceNumber(), uncommitted);
        metrics.add(Metric.REPEATS_DROPPED, uncommitted.size() - remaining.size());
        deferral.found(checkpoint);
        return plan(remaining, checkpoint.partial());
    }

    /** Plans some changes; returns the failure if their viewers cannot be read. */
    private Optional<SdkException> plan(List<Change> uncommitted, Optional<PartialCheckpoint> partial) {
        try {
            planner = new TransactionPlanner(
                    shardId,
                    uncommitted,
                    partial,
                    viewers.read(uncommitted, partial),
                    shared.counting(),
                    shared.maxUpdates());
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(e);
        }
    }

    /** Waits for the next attempt; returns false if there is no time for it. */
    private boolean prepareRetry(TransactionPlan plan, Retryable retryable) {
        indexUpdates.throttled(plan, retryable.throttled());
        if (planner.isDone()) {
            deferral.moveFailed();
        } else if (deferral.attemptFailed(plan, retryable.blocked())) {
            backoff.reset();
        }
        boolean hasTime = backoff.pause();
        metrics.add(Metric.CONFLICTS_RETRIED, hasTime && retryable.isConflict() ? 1 : 0);
        return hasTime;
    }

    /** The records to deliver again. If all are committed, only the last one, so that deferred changes are moved then. */
    private List<Change> toRepeat() {
        return planner.isDone() ? changes.subList(changes.size() - 1, changes.size()) : planner.uncommitted();
    }

    private void logRefused(TransactionPlan plan, OptionalInt updateIndex) {
        updateIndex.ifPresent(i -> LOG.warn(
                "DynamoDB refuses the update of {}", plan.updates().get(i).name()));
    }

    private Optional<Change> failed(SdkException cause) {
        LOG.warn(
                "A transaction failed: {} records of {} must be delivered again",
                toRepeat().size(),
                shardId,
                cause);
        return Optional.of(toRepeat().get(0));
    }

    private void count(TransactionPlan plan, Applied applied) {
        metrics.add(Metric.WRITE_UNITS, applied.writeUnits());
        metrics.add(Metric.TRANSACTIONS_APPLIED, 1);
        metrics.add(
                Metric.RECORDS_QUARANTINED,
                plan.updates().stream()
                        .filter(QuarantinedRecord.class::isInstance)
                        .count());
        metrics.add(
                Metric.ITEMS_DEFERRED,
                plan.nextDeferred().byName().keySet().stream()
                        .filter(name -> !plan.expectedDeferred().byName().containsKey(name))
                        .count());
        plan.committedRecord()
                .ifPresent(last -> metrics.add(
                        Metric.RECORDS_COUNTED,
                        planner.uncommitted().size()
                                - after(last, planner.uncommitted()).size()));
    }

    private static List<Change> after(SequenceNumber sequenceNumber, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.sequenceNumber().compareTo(sequenceNumber) > 0)
                .toList();
    }
}
