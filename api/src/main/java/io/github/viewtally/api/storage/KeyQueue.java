package io.github.viewtally.api.storage;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The writes to one key: at most one in flight and at most one queued. A later write replaces the queued one and completes
 * the promises of both. A write that failed is queued again, or replaced by a later write that is queued already.
 */
final class KeyQueue {

    private static final class PendingWrite {

        private ItemWrite write;
        private List<Promise<Void>> promises = new ArrayList<>(1);
        private long deadlineNanos;
        private int attempts;
        private Throwable lastFailure;
    }

    private final ItemWrite.ItemKey key;
    private final VideoLane lane;
    private PendingWrite inFlight;
    private PendingWrite queued;
    private boolean sentAlone;

    KeyQueue(ItemWrite.ItemKey key, VideoLane lane) {
        this.key = key;
        this.lane = lane;
    }

    ItemWrite.ItemKey key() {
        return key;
    }

    VideoLane lane() {
        return lane;
    }

    /**
     * Queues a write in place of the one that is queued.
     *
     * @param deadlineNanos by System.nanoTime; a write that replaces another keeps the other's deadline
     * @return whether this write can now be sent and could not before
     */
    boolean add(ItemWrite write, Promise<Void> promise, long deadlineNanos) {
        boolean isFirst = queued == null;
        if (isFirst) {
            queued = new PendingWrite();
            queued.deadlineNanos = deadlineNanos;
        }
        queued.write = isFirst ? write : write.with(queued.write.requests());
        queued.promises.add(promise);
        return isFirst && inFlight == null;
    }

    /** Marks the queued write as in flight and returns it. */
    ItemWrite startNext() {
        inFlight = queued;
        queued = null;
        return inFlight.write;
    }

    /** Returns the write in flight. */
    ItemWrite inFlight() {
        return inFlight.write;
    }

    /** Removes the write in flight and returns its promises. */
    List<Promise<Void>> removeInFlight() {
        List<Promise<Void>> promises = inFlight.promises;
        inFlight = null;
        sentAlone = false;
        return promises;
    }

    /** Queues the write in flight again and returns the number of its attempts. */
    int requeue(Throwable failure) {
        PendingWrite failed = inFlight;
        inFlight = null;
        failed.attempts++;
        failed.lastFailure = failure;
        if (queued != null) {
            failed.write = queued.write.with(failed.write.requests());
            failed.promises.addAll(queued.promises);
        }
        queued = failed;
        return failed.attempts;
    }

    /** Removes the queued write and returns its promises. */
    List<Promise<Void>> removeQueued() {
        List<Promise<Void>> promises = queued.promises;
        queued = null;
        return promises;
    }

    /** Returns whether the queued write is past its deadline. */
    boolean isOverdue(long nanoTime) {
        return queued.deadlineNanos - nanoTime < 0;
    }

    /** Returns after how many milliseconds, at least 1, the queued write is past its deadline. */
    long millisLeft(long nanoTime) {
        return 1 + TimeUnit.NANOSECONDS.toMillis(Math.max(0, queued.deadlineNanos - nanoTime));
    }

    /** Returns the last failure of the queued write; empty if it has not been sent yet. */
    Optional<Throwable> lastFailure() {
        return Optional.ofNullable(queued.lastFailure);
    }

    boolean isEmpty() {
        return inFlight == null && queued == null;
    }

    /** Sends the next write alone in its batch, because another item may have made its last batch fail. */
    void sendAlone() {
        sentAlone = true;
    }

    boolean isSentAlone() {
        return sentAlone;
    }
}
