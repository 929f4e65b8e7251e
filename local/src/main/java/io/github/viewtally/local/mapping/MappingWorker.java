package io.github.viewtally.local.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that delivers one shard to one function: waits until a batch is due, calls the function, hears it out. */
final class MappingWorker implements Runnable {

    /** How many records may wait before the reader of the stream has to wait too. */
    private static final int MAX_WAITING = 20_000;

    /** Between two questions whether the table is there. */
    private static final int TABLE_PAUSE_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(MappingWorker.class);

    private final RecordFilter filter;
    private final FunctionInvoker function;
    private final ShardDelivery delivery;
    private final MappingMetrics metrics;
    private final BooleanSupplier tableIsThere;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean noMoreRecords;

    /**
     * Makes a worker that has not been started.
     *
     * @param tableIsThere whether the table still exists whose stream is delivered; asked before each invocation
     */
    MappingWorker(
            String name,
            RecordFilter filter,
            FunctionInvoker function,
            ShardDelivery delivery,
            MappingMetrics metrics,
            BooleanSupplier tableIsThere) {
        this.tableIsThere = tableIsThere;
        this.metrics = metrics;
        this.name = name;
        this.filter = filter;
        this.function = function;
        this.delivery = delivery;
    }

    /** Takes a record if it passes the filter; waits while too many wait already. */
    void offer(DeliveredRecord record) throws InterruptedException {
        if (!filter.passes(record.json())) {
            metrics.filteredOut();
            return;
        }
        lock.lockInterruptibly();
        try {
            while (delivery.waiting() >= MAX_WAITING) {
                changed.await();
            }
            delivery.offer(record, Instant.now());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When the oldest record that waits was created; empty if none waits. */
    Optional<Instant> oldestWaiting() {
        lock.lock();
        try {
            return delivery.oldestWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** The shard has ended: when all that waits has been delivered, so has the worker. */
    void endOfShard() {
        lock.lock();
        try {
            noMoreRecords = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Runs until the shard has ended and all is delivered, or until interrupted. */
    @Override
    public void run() {
        metrics.watch(this);
        try {
            for (Optional<Invocation> next = awaitDue(); next.isPresent(); next = awaitDue()) {
                if (tableIsThere.getAsBoolean()) {
                    invoke(next.get());
                } else {
                    TimeUnit.MILLISECONDS.sleep(TABLE_PAUSE_MILLIS);
                }
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

    /** Only this thread takes records away, so those of the invocation stay in place while the function runs. */
    private void invoke(Invocation invocation) {
        Optional<FunctionResponse> response = call(invocation);
        int before;
        int after;
        lock.lock();
        try {
            before = delivery.waiting();
            response.ifPresentOrElse(
                    answer -> delivery.succeeded(invocation, answer, Instant.now()),
                    () -> delivery.failed(invocation, Instant.now()));
            after = delivery.waiting();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        metrics.delivered(before - after);
        metrics.toBeRetried(invocation.records().size() - (before - after));
    }

    private Optional<FunctionResponse> call(Invocation invocation) {
        try {
            FunctionResponse response = function.invoke(invocation);
            response.checkpoint().ifPresent(from -> LOG.warn("{}: to be delivered again from {}", name, from));
            return Optional.of(response);
        } catch (Throwable e) {
            // Even an Error: Lambda would start the function anew and deliver again.
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn(
                        "{}: a batch of {} failed, to be delivered again",
                        name,
                        invocation.records().size(),
                        e);
            }
            return Optional.empty();
        }
    }
}
