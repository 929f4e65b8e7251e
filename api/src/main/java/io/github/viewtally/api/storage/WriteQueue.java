package io.github.viewtally.api.storage;

import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Batches writes. A few batches are in flight at most; whenever one returns, the next takes up to 25 queued items. An idle
 * process therefore adds no delay, and a busy one pays for one request instead of 25.
 *
 * <p>Writes to one key keep their order, see {@link KeyQueue}. A write whose batch failed with a retryable error is sent
 * again after a short random pause, until its deadline. Use it on the event loop of its context.
 */
final class WriteQueue {

    private static final long MIN_PAUSE_MILLIS = 10;
    private static final int MAX_PAUSE_DOUBLINGS = 5;
    private static final long SWEEP_MILLIS = 250;
    private static final StorageException THROTTLED = new StorageException(StorageException.Reason.WRITES_THROTTLED);

    private final BatchWriter writer;
    private final Context context;
    private final WriteBounds bounds;
    private final HotVideos hotVideos;
    private final Map<ItemWrite.ItemKey, KeyQueue> queues = new HashMap<>();

    /** The queues whose next write can be sent. */
    private final Queue<KeyQueue> ready = new ArrayDeque<>();

    private int pendingWrites;
    private int batchesInFlight;
    private boolean sendScheduled;
    private boolean sweepScheduled;

    WriteQueue(BatchWriter writer, Context context, WriteBounds bounds, HotVideos hotVideos) {
        this.writer = writer;
        this.context = context;
        this.bounds = bounds;
        this.hotVideos = hotVideos;
    }

    /** Completes when DynamoDB has stored the item; fails when the write is not retried any more. */
    Future<Void> submit(ItemWrite write) {
        if (pendingWrites >= bounds.writes()) {
            return Future.failedFuture(new StorageException(StorageException.Reason.TOO_MANY_WRITES));
        }
        pendingWrites++;
        write.videoId().ifPresent(hotVideos::count);
        Promise<Void> promise = Promise.promise();
        KeyQueue queue = queues.computeIfAbsent(write.key(), KeyQueue::new);
        if (queue.add(write, promise, System.nanoTime() + bounds.patience().toNanos())) {
            markReady(queue);
        }
        return promise.future();
    }

    /** Number of writes in flight or queued. */
    int writes() {
        return pendingWrites;
    }

    private void markReady(KeyQueue queue) {
        ready.add(queue);
        scheduleSend();
    }

    /** Sends after the current event, so that all writes of one network read share a batch. */
    private void scheduleSend() {
        if (!sendScheduled) {
            sendScheduled = true;
            context.runOnContext(scheduled -> send());
        }
    }

    private void send() {
        sendScheduled = false;
        while (batchesInFlight < bounds.calls() && !ready.isEmpty()) {
            List<KeyQueue> batch = nextBatch();
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
        scheduleSweep();
    }

    private List<KeyQueue> nextBatch() {
        List<KeyQueue> batch = new ArrayList<>(Math.min(BatchWriter.MAX_ITEMS, ready.size()));
        long now = System.nanoTime();
        while (batch.size() < BatchWriter.MAX_ITEMS && !ready.isEmpty()) {
            KeyQueue queue = ready.peek();
            if (queue.isSentAlone() && !batch.isEmpty()) {
                return batch;
            }
            ready.remove();
            if (queue.isOverdue(now)) {
                timeOut(queue);
                continue;
            }
            batch.add(queue);
            if (queue.isSentAlone()) {
                return batch;
            }
        }
        return batch;
    }

    private void write(List<KeyQueue> batch) {
        List<ItemWrite> writes = new ArrayList<>(batch.size());
        batch.forEach(queue -> writes.add(placed(queue.startNext())));
        batchesInFlight++;
        writeOrFail(writes).onComplete(result -> {
            batchesInFlight--;
            if (result.succeeded()) {
                onSuccess(batch, result.result());
            } else {
                onFailure(batch, result.cause());
            }
            scheduleSend();
        });
    }

    /** Chooses the partition of the index for each attempt anew, so that a retry uses a raised number of partitions. */
    private ItemWrite placed(ItemWrite write) {
        int partitions = write.videoId().map(hotVideos::partitions).orElse(1);
        return partitions == 1 ? write : write.spreadOver(partitions);
    }

    private Future<Set<ItemWrite.ItemKey>> writeOrFail(List<ItemWrite> writes) {
        try {
            return writer.write(writes);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void onSuccess(List<KeyQueue> batch, Set<ItemWrite.ItemKey> unprocessed) {
        if (unprocessed.isEmpty()) {
            batch.forEach(queue -> end(queue, null));
            return;
        }
        List<KeyQueue> unwritten = new ArrayList<>();
        for (KeyQueue queue : batch) {
            if (unprocessed.contains(queue.key())) {
                unwritten.add(queue);
            } else {
                end(queue, null);
            }
        }
        retry(unwritten, THROTTLED);
    }

    private void onFailure(List<KeyQueue> batch, Throwable failure) {
        if (DynamoDbErrors.isRetryable(failure)) {
            retry(batch, failure);
        } else if (batch.size() > 1 && DynamoDbErrors.isValidationError(failure)) {
            batch.forEach(KeyQueue::sendAlone);
            retry(batch, failure);
        } else {
            batch.forEach(queue -> end(queue, failure));
        }
    }

    /**
     * Ends the write in flight; the queued one, if any, is next.
     *
     * @param failure null if the item is stored
     */
    private void end(KeyQueue queue, Throwable failure) {
        List<Promise<Void>> promises = queue.removeInFlight();
        if (queue.isEmpty()) {
            queues.remove(queue.key());
        } else {
            markReady(queue);
        }
        complete(promises, failure);
    }

    private void retry(List<KeyQueue> failed, Throwable failure) {
        boolean isThrottled = failure == THROTTLED || DynamoDbErrors.isThrottling(failure);
        int attempts = 0;
        for (KeyQueue queue : failed) {
            if (isThrottled) {
                queue.inFlight().videoId().ifPresent(hotVideos::throttled);
            }
            attempts = Math.max(attempts, queue.requeue(failure));
        }
        long maxPauseMillis = MIN_PAUSE_MILLIS << Math.min(attempts, MAX_PAUSE_DOUBLINGS);
        context.owner()
                .setTimer(
                        ThreadLocalRandom.current().nextLong(1, maxPauseMillis),
                        elapsed -> failed.forEach(this::markReady));
    }

    private void timeOut(KeyQueue queue) {
        Throwable failure =
                queue.lastFailure().orElseGet(() -> new StorageException(StorageException.Reason.WRITE_TIMED_OUT));
        List<Promise<Void>> promises = queue.removeQueued();
        queues.remove(queue.key());
        complete(promises, failure);
    }

    private void complete(List<Promise<Void>> promises, Throwable failure) {
        pendingWrites -= promises.size();
        for (Promise<Void> promise : promises) {
            if (failure == null) {
                promise.complete();
            } else {
                promise.fail(failure);
            }
        }
    }

    /** Times out queued writes while every batch is in flight and none returns. */
    private void scheduleSweep() {
        if (!sweepScheduled && !ready.isEmpty()) {
            sweepScheduled = true;
            context.owner().setTimer(SWEEP_MILLIS, elapsed -> sweep());
        }
    }

    private void sweep() {
        sweepScheduled = false;
        long now = System.nanoTime();
        List<KeyQueue> overdue = new ArrayList<>();
        ready.removeIf(queue -> queue.isOverdue(now) && overdue.add(queue));
        overdue.forEach(this::timeOut);
        scheduleSweep();
    }
}
