package io.github.viewtally.api.storage;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The writes to one key: at most one under way, and at most one that waits, on behalf of all that it has replaced. A write
 * that failed in passing waits again, unless a later one has come, which then stands for it too.
 */
final class KeyQueue {

    private static final class Write {

        private WriteRequest request;
        private List<Promise<Void>> ends = new ArrayList<>(1);
        private long deadline;
        private int tries;
        private Throwable lastFailure;
    }

    private final ItemWrite.Key key;
    private Write underWay;
    private Write waiting;
    private boolean sentAlone;

    KeyQueue(ItemWrite.Key key) {
        this.key = key;
    }

    ItemWrite.Key key() {
        return key;
    }

    /**
     * Takes a write, in place of the one that waits.
     *
     * @param deadline in nanoseconds of System.nanoTime; that of the write it replaces stays
     * @return whether the lane has become ready by it
     */
    boolean accept(WriteRequest request, Promise<Void> end, long deadline) {
        boolean isFirst = waiting == null;
        if (isFirst) {
            waiting = new Write();
            waiting.deadline = deadline;
        }
        waiting.request = request;
        waiting.ends.add(end);
        return isFirst && underWay == null;
    }

    /** What waited is under way now. */
    WriteRequest begin() {
        underWay = waiting;
        waiting = null;
        return underWay.request;
    }

    /** Nothing is under way any more; returns those who wait for what was. */
    List<Promise<Void>> end() {
        List<Promise<Void>> ended = underWay.ends;
        underWay = null;
        sentAlone = false;
        return ended;
    }

    /** What was under way waits again; returns how often it has been tried. */
    int failed(Throwable failure) {
        Write failed = underWay;
        underWay = null;
        failed.tries++;
        failed.lastFailure = failure;
        if (waiting != null) {
            failed.request = waiting.request;
            failed.ends.addAll(waiting.ends);
        }
        waiting = failed;
        return failed.tries;
    }

    /** Nothing waits any more; returns those who have waited. */
    List<Promise<Void>> giveUp() {
        List<Promise<Void>> overdue = waiting.ends;
        waiting = null;
        return overdue;
    }

    boolean isOverdue(long nanoTime) {
        return waiting.deadline - nanoTime < 0;
    }

    Optional<Throwable> lastFailure() {
        return Optional.ofNullable(waiting.lastFailure);
    }

    boolean isEmpty() {
        return underWay == null && waiting == null;
    }

    /** Another write may be what makes a shared call fail. */
    void sendAlone() {
        sentAlone = true;
    }

    boolean isSentAlone() {
        return sentAlone;
    }
}
