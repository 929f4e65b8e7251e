package io.github.viewtally.api.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Chooses the writes of the next batch. The lanes take turns: each sends a few writes, then the next one does. A lane is hot
 * if it would fill a batch or is throttled. A batch never has writes of hot lanes and of others. Hot lanes are sent only if
 * the others have nothing to send or no hot batch is in flight, and they never use all calls.
 */
final class LaneTurns {

    /** The maximum number of writes of a lane in a turn. */
    static final int TURN = 4;

    /** Keys whose next writes share a batch. */
    record LaneBatch(List<KeyQueue> queues, boolean isHot) {}

    private final int maxHotBatches;
    private final Consumer<KeyQueue> onOverdue;

    /** The lanes that have something to send. A cold lane that has become hot is moved at its turn. */
    private final Queue<VideoLane> cold = new ArrayDeque<>();

    private final Queue<VideoLane> hot = new ArrayDeque<>();

    private int hotBatchesInFlight;
    private boolean wasHot;

    /**
     * Creates an instance without lanes.
     *
     * @param calls the maximum number of batches in flight
     * @param onOverdue receives keys whose write is past its deadline
     */
    LaneTurns(int calls, Consumer<KeyQueue> onOverdue) {
        this.maxHotBatches = Math.max(1, calls - 1);
        this.onOverdue = onOverdue;
    }

    /** Queues a lane for its next turn if it can send something and is not queued already. */
    void add(VideoLane lane) {
        if (!lane.waitsForTurn() && lane.canSend()) {
            lane.setWaitsForTurn(true);
            (lane.isHot() ? hot : cold).add(lane);
        }
    }

    /** Returns whether no lane waits for its turn. */
    boolean isEmpty() {
        return cold.isEmpty() && hot.isEmpty();
    }

    /** Returns whether a batch can be sent now. */
    boolean canSend() {
        return !cold.isEmpty() || !hot.isEmpty() && hotBatchesInFlight < maxHotBatches;
    }

    /** Returns the next batch, which may be empty. Call it while {@link #canSend}. */
    LaneBatch next(long now) {
        boolean isHot = cold.isEmpty() || !hot.isEmpty() && hotBatchesInFlight == 0 && !wasHot;
        List<KeyQueue> queues = take(isHot, now);
        wasHot = isHot;
        if (isHot && !queues.isEmpty()) {
            hotBatchesInFlight++;
        }
        return new LaneBatch(queues, isHot);
    }

    /** Call it when a batch has ended. */
    void returned(LaneBatch batch) {
        if (batch.isHot()) {
            hotBatchesInFlight--;
        }
    }

    private List<KeyQueue> take(boolean takesHot, long now) {
        Queue<VideoLane> lanes = takesHot ? hot : cold;
        List<KeyQueue> batch = new ArrayList<>();
        while (batch.size() < BatchWriter.MAX_ITEMS && !lanes.isEmpty()) {
            VideoLane lane = lanes.element();
            boolean isHot = takesHot || lane.isHot();
            if (takesHot || !isHot) {
                if (!fits(lane, batch)) {
                    return batch;
                }
                takeTurn(lane, batch, now);
            }
            lanes.remove();
            if (lane.canSend()) {
                (isHot ? hot : cold).add(lane);
            } else {
                lane.setWaitsForTurn(false);
            }
        }
        return batch;
    }

    private void takeTurn(VideoLane lane, List<KeyQueue> batch, long now) {
        for (int i = 0; i < TURN && batch.size() < BatchWriter.MAX_ITEMS && lane.canSend() && fits(lane, batch); i++) {
            KeyQueue queue = lane.removeFirst();
            if (queue.isOverdue(now)) {
                onOverdue.accept(queue);
            } else {
                lane.takePermit();
                batch.add(queue);
            }
        }
    }

    /** Returns false if the next write of the lane, or the only one of the batch, must be sent alone. */
    private static boolean fits(VideoLane lane, List<KeyQueue> batch) {
        return batch.isEmpty()
                || !batch.get(0).isSentAlone()
                        && !(lane.canSend() && lane.first().isSentAlone());
    }
}
