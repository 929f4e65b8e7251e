package io.github.viewtally.api.storage;

import io.github.viewtally.api.storage.LaneTurns.LaneBatch;
import io.github.viewtally.api.storage.StorageException.Reason;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Batches writes. A few batches are in flight at most; whenever one returns, the next takes up to 25 queued items. An idle
 * process therefore adds no delay, and a busy one pays for one request instead of 25.
 *
 * <p>Writes to one key keep their order, see {@link KeyQueue}. The writes of each video have a lane, see {@link WriteLanes}.
 * A write whose batch failed with a retryable error is sent again, until its deadline: after a short random pause, or when
 * the rate of its throttled lane allows it. Use it on the event loop of its scheduler.
 */
final class WriteQueue {

    private static final long MIN_PAUSE_MILLIS = 10;
    private static final int MAX_PAUSE_DOUBLINGS = 5;
    private static final long SWEEP_MILLIS = 250;
    private static final long REFILL_MILLIS = 10;
    private static final StorageException THROTTLED = new StorageException(Reason.WRITES_THROTTLED);

    private final BatchWriter writer;
    private final Scheduler scheduler;
    private final int calls;
    private final long patienceNanos;
    private final HotVideos hotVideos;
    private final WriteLanes lanes;
    private final Map<ItemWrite.ItemKey, KeyQueue> queues = new HashMap<>();

    private int batchesInFlight;
    private boolean sendScheduled;
    private boolean sweepScheduled;
    private boolean refillScheduled;

    WriteQueue(BatchWriter writer, Scheduler scheduler, WriteBounds bounds, HotVideos hotVideos) {
        this.writer = writer;
        this.scheduler = scheduler;
        this.calls = bounds.calls();
        this.patienceNanos = bounds.patience().toNanos();
        this.hotVideos = hotVideos;
        this.lanes = new WriteLanes(bounds, hotVideos, this::timeOut);
    }

    /** Completes when DynamoDB has stored the item; fails when the write is not retried any more. */
    Future<Void> submit(ItemWrite write) {
        KeyQueue known = queues.get(write.key());
        VideoLane lane = known == null ? lanes.lane(write) : known.lane();
        Optional<Reason> refusal = lanes.accept(write, lane);
        if (refusal.isPresent()) {
            return Future.failedFuture(new StorageException(refusal.get()));
        }
        KeyQueue queue = known == null ? new KeyQueue(write.key(), lane) : known;
        if (known == null) {
            queues.put(write.key(), queue);
        }
        Promise<Void> promise = Promise.promise();
        if (queue.add(write, promise, scheduler.nanoTime() + patienceNanos)) {
            markReady(queue);
        }
        return promise.future();
    }

    /** Number of writes in flight or queued. */
    int writes() {
        return lanes.writes();
    }

    /** The lanes of the writes in flight or queued. */
    WriteLanes lanes() {
        return lanes;
    }

    private void markReady(KeyQueue queue) {
        lanes.add(queue);
        scheduleSend();
    }

    /** Sends after the current event, so that all writes of one network read share a batch. */
    private void scheduleSend() {
        if (!sendScheduled) {
            sendScheduled = true;
            scheduler.runSoon(this::send);
        }
    }

    private void send() {
        sendScheduled = false;
        while (batchesInFlight < calls && lanes.turns().canSend()) {
            LaneBatch batch = lanes.turns().next(scheduler.nanoTime());
            if (!batch.queues().isEmpty()) {
                write(batch);
            }
        }
        scheduleSweep();
    }

    private void write(LaneBatch batch) {
        List<KeyQueue> sent = batch.queues();
        List<ItemWrite> writes = new ArrayList<>(sent.size());
        sent.forEach(queue -> writes.add(placed(queue.startNext())));
        batchesInFlight++;
        writeOrFail(writes).onComplete(result -> {
            batchesInFlight--;
            lanes.turns().returned(batch);
            if (result.succeeded()) {
                onSuccess(sent, result.result());
            } else {
                onFailure(sent, result.cause());
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
        complete(queue, promises, failure);
    }

    private void retry(List<KeyQueue> failed, Throwable failure) {
        boolean isThrottled = failure == THROTTLED || DynamoDbErrors.isThrottling(failure);
        long now = scheduler.nanoTime();
        List<KeyQueue> pausing = new ArrayList<>();
        int attempts = 0;
        long millisLeft = Long.MAX_VALUE;
        // Each one that has a rate goes to the front of its lane, so the last one goes first.
        for (int i = failed.size() - 1; i >= 0; i--) {
            KeyQueue queue = failed.get(i);
            if (isThrottled) {
                queue.inFlight().videoId().ifPresent(hotVideos::throttled);
            }
            int attemptsOfQueue = queue.requeue(failure);
            if (!isThrottled || !lanes.slowDown(queue, now)) {
                pausing.add(queue);
                attempts = Math.max(attempts, attemptsOfQueue);
                millisLeft = Math.min(millisLeft, queue.millisLeft(now));
            }
        }
        scheduleRefill();
        if (!pausing.isEmpty()) {
            long maxPauseMillis = MIN_PAUSE_MILLIS << Math.min(attempts, MAX_PAUSE_DOUBLINGS);
            long pauseMillis = ThreadLocalRandom.current().nextLong(1, maxPauseMillis);
            // No longer than until a deadline, because a sweep does not see a write that pauses.
            scheduler.runAfter(Math.min(pauseMillis, millisLeft), () -> pausing.forEach(this::markReady));
        }
    }

    private void scheduleRefill() {
        if (!refillScheduled && lanes.throttledLanes() > 0) {
            refillScheduled = true;
            scheduler.runAfter(REFILL_MILLIS, () -> {
                refillScheduled = false;
                lanes.refill(scheduler.nanoTime());
                scheduleSend();
                scheduleRefill();
            });
        }
    }

    private void timeOut(KeyQueue queue) {
        Throwable failure = queue.lastFailure().orElseGet(() -> new StorageException(Reason.WRITE_TIMED_OUT));
        List<Promise<Void>> promises = queue.removeQueued();
        queues.remove(queue.key());
        complete(queue, promises, failure);
    }

    private void complete(KeyQueue queue, List<Promise<Void>> promises, Throwable failure) {
        lanes.ended(queue.lane(), promises.size());
        for (Promise<Void> promise : promises) {
            if (failure == null) {
                promise.complete();
            } else {
                promise.fail(failure);
            }
        }
    }

    /** Times out queued writes while every batch is in flight and none returns, or while their lane is throttled. */
    private void scheduleSweep() {
        if (!sweepScheduled && lanes.isWaiting()) {
            sweepScheduled = true;
            scheduler.runAfter(SWEEP_MILLIS, () -> {
                sweepScheduled = false;
                lanes.timeOut(scheduler.nanoTime());
                scheduleSweep();
            });
        }
    }
}
