package io.github.viewtally.api.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The writes of one video: how many there are, which keys can be sent next, and how fast if DynamoDB throttles them. */
final class VideoLane {

    private static final double SAFETY = 0.5;

    private final String videoId;
    private final Deque<KeyQueue> ready = new ArrayDeque<>(1);
    private int writes;

    /** Null unless throttled. */
    private ThrottledRate rate;

    private boolean waitsForTurn;

    VideoLane(String videoId) {
        this.videoId = videoId;
    }

    String videoId() {
        return videoId;
    }

    /** Number of writes in flight or queued. */
    int writes() {
        return writes;
    }

    void addWrites(int change) {
        writes += change;
    }

    /** Returns whether one more write would be sent in time, even if the rate falls. True for a lane without a rate. */
    boolean keepsUp(Duration patience) {
        return rate == null || writes < rate.writesIn(patience) * SAFETY;
    }

    ThrottledRate rate() {
        return rate;
    }

    /** Sets the rate, or removes it with null. */
    void setRate(ThrottledRate newRate) {
        rate = newRate;
    }

    void addLast(KeyQueue queue) {
        ready.addLast(queue);
    }

    void addFirst(KeyQueue queue) {
        ready.addFirst(queue);
    }

    /** Returns whether a key can be sent now. */
    boolean canSend() {
        return !ready.isEmpty() && (rate == null || rate.permits() > 0);
    }

    /** Returns whether a key waits for the rate. */
    boolean isHeld() {
        return rate != null && ready.size() > rate.permits();
    }

    KeyQueue first() {
        return ready.element();
    }

    KeyQueue removeFirst() {
        return ready.remove();
    }

    /** Counts a write that is sent. */
    void takePermit() {
        if (rate != null) {
            rate.take();
        }
    }

    /** Moves the keys whose write is past its deadline to a list. */
    void removeOverdue(long now, List<KeyQueue> overdue) {
        ready.removeIf(queue -> queue.isOverdue(now) && overdue.add(queue));
    }

    /** Returns whether it would fill a batch, or has a limited rate. Such a lane is not sent together with others. */
    boolean isHot() {
        return rate != null || ready.size() >= BatchWriter.MAX_ITEMS;
    }

    boolean waitsForTurn() {
        return waitsForTurn;
    }

    void setWaitsForTurn(boolean waits) {
        waitsForTurn = waits;
    }
}
