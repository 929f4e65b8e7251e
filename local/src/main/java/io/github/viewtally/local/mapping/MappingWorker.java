package io.github.viewtally.local.mapping;

import io.github.viewtally.local.mapping.DeliveryMetrics.MappingMetrics;
import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers one shard to one function: waits until a batch is due, invokes the function and handles its response. */
final class MappingWorker implements Runnable {

    /** Maximum number of queued records. If the queue is full, the reader of the stream waits. */
    private static final int MAX_QUEUED = 20_000;

    /** Interval of the checks whether the table exists. */
    private static final int TABLE_PAUSE_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(MappingWorker.class);

    private final RecordFilter filter;
    private final FunctionInvoker function;
    private final ShardDelivery delivery;
    private final MappingMetrics metrics;
    private final BooleanSupplier tableExists;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean noMoreRecords;

    /**
     * Creates a worker. Run it in its own thread.
     *
     * @param tableExists whether the table of the stream still exists; called after a failed invocation
     */
    MappingWorker(
            String name,
            RecordFilter filter,
            FunctionInvoker function,
            ShardDelivery delivery,
            MappingMetrics metrics,
            BooleanSupplier tableExists) {
        this.tableExists = tableExists;
        this.metrics = metrics;
        this.name = name;
        this.filter = filter;
        this.function = function;
        this.delivery = delivery;
    }

    /** Queues a record if it passes the filter. Waits while the queue is full. */
    void offer(DeliveredRecord record) throws InterruptedException {
        if (!filter.passes(record.json())) {
            metrics.filteredOut();
            return;
        }
        lock.lockInterruptibly();
        try {
            while (delivery.waiting() >= MAX_QUEUED) {
                changed.await();
            }
            delivery.offer(record, Instant.now());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Creation time of the oldest queued record; empty if none is queued. */
    Optional<Instant> oldestWaiting() {
        lock.lock();
        try {
            return delivery.oldestWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** Announces the end of the shard. The worker ends when all queued records have been delivered. */
    void endOfShard() {
        lock.lock();
        try {
            noMoreRecords = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Runs until all records of the shard have been delivered, or until interrupted. */
    @Override
    public void run() {
        metrics.watch(this);
        try {
            for (Optional<Invocation> next = awaitDue(); next.isPresent(); next = awaitDue()) {
                invoke(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            metrics.ended(this);
        }
    }

    private Optional<Invocation> awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Instant now = Instant.now();
                Optional<Invocation> due = delivery.due(now);
                if (due.isPresent() || noMoreRecords && delivery.waiting() == 0) {
                    return due;
                }
                Optional<Instant> wake = delivery.nextDue();
                if (wake.isPresent()) {
                    changed.awaitNanos(Duration.between(now, wake.get()).toNanos());
                } else {
                    changed.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Only this thread removes records from the queue, so the invocation's records stay queued while the function runs. */
    private void invoke(Invocation invocation) throws InterruptedException {
        Optional<FunctionResponse> response = Optional.empty();
        Optional<Throwable> error = Optional.empty();
        try {
            response = Optional.of(function.invoke(invocation));
        } catch (Throwable e) {
            // Errors are also retried: Lambda would restart the function and deliver again.
            error = Optional.of(e);
        }
        Optional<String> retryFrom = response.flatMap(FunctionResponse::checkpoint);
        if ((error.isPresent() || retryFrom.isPresent()) && !tableExists.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(TABLE_PAUSE_MILLIS);
            return;
        }
        retryFrom.ifPresent(from -> LOG.warn("{}: records from {} on are delivered again", name, from));
        error.ifPresent(cause -> logFailed(invocation, cause));
        complete(invocation, response);
    }

    private void logFailed(Invocation invocation, Throwable cause) {
        if (!Thread.currentThread().isInterrupted()) {
            LOG.warn(
                    "{}: a batch of {} records failed and is delivered again",
                    name,
                    invocation.records().size(),
                    cause);
        }
    }

    private void complete(Invocation invocation, Optional<FunctionResponse> response) {
        int before;
        int after;
        lock.lock();
        try {
            before = delivery.waiting();
            response.ifPresentOrElse(
                    result -> delivery.succeeded(invocation, result, Instant.now()),
                    () -> delivery.failed(invocation, Instant.now()));
            after = delivery.waiting();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        metrics.delivered(before - after);
        metrics.toBeRetried(invocation.records().size() - (before - after));
    }
}
