package io.github.viewtally.api.storage;

import io.github.viewtally.api.storage.StorageException.Reason;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The lanes of all videos with writes. It accepts or refuses writes, and adapts the rates of the lanes that DynamoDB
 * throttles. A lane exists only while it has writes or a rate, and only a throttled lane has a rate.
 */
final class WriteLanes {

    /**
     * A throttled lane with fewer writes, or with fewer events per second, has no rate: its writes pause one by one. So a
     * busy table makes few rates, and none for deletes.
     */
    static final int MIN_WRITES_FOR_RATE = BatchWriter.MAX_ITEMS;

    private final WriteBounds bounds;
    private final HotVideos hotVideos;
    private final Consumer<KeyQueue> onOverdue;
    private final LaneTurns turns;
    private final Map<String, VideoLane> lanes = new HashMap<>();
    private final List<VideoLane> throttled = new ArrayList<>();
    private int writes;

    /** Written by the event loop, read by the metrics. */
    private volatile int throttledLanes;

    private volatile long refusals;

    /**
     * Creates empty lanes.
     *
     * @param onOverdue receives keys whose write is past its deadline
     */
    WriteLanes(WriteBounds bounds, HotVideos hotVideos, Consumer<KeyQueue> onOverdue) {
        this.bounds = bounds;
        this.hotVideos = hotVideos;
        this.onOverdue = onOverdue;
        this.turns = new LaneTurns(bounds.calls(), onOverdue);
    }

    /** The turns of the lanes. */
    LaneTurns turns() {
        return turns;
    }

    /** Returns the lane of the video of a write. Call {@link #accept} next. */
    VideoLane lane(ItemWrite write) {
        return lanes.computeIfAbsent(write.lane(), VideoLane::new);
    }

    /**
     * Counts a write until it has {@link #ended}.
     *
     * @return why the write is refused instead, if there are too many, of all videos or of this one
     */
    Optional<Reason> accept(ItemWrite write, VideoLane lane) {
        write.videoId().ifPresent(hotVideos::count);
        Optional<Reason> refusal = refusal(lane);
        if (refusal.isPresent()) {
            removeIfUnused(lane);
        } else {
            writes++;
            lane.addWrites(1);
        }
        return refusal;
    }

    private Optional<Reason> refusal(VideoLane lane) {
        if (writes >= bounds.writes()) {
            return Optional.of(Reason.TOO_MANY_WRITES);
        }
        if (!lane.keepsUp(bounds.patience())) {
            hotVideos.refused(lane.videoId());
            countRefusal();
            return Optional.of(Reason.TOO_MANY_WRITES_OF_VIDEO);
        }
        // A lane may be as long as the room that it leaves, so there is always room for a short one.
        if (lane.writes() >= bounds.writes() - writes) {
            countRefusal();
            return Optional.of(Reason.TOO_MANY_WRITES_OF_VIDEO);
        }
        return Optional.empty();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop updates it.
    private void countRefusal() {
        refusals++;
    }

    /** Stops counting writes of a lane. */
    void ended(VideoLane lane, int count) {
        writes -= count;
        lane.addWrites(-count);
        removeIfUnused(lane);
    }

    private void removeIfUnused(VideoLane lane) {
        if (lane.writes() == 0 && lane.rate() == null) {
            lanes.remove(lane.videoId(), lane);
        }
    }

    /** Number of accepted writes that have not ended. */
    int writes() {
        return writes;
    }

    /** Number of lanes. */
    int size() {
        return lanes.size();
    }

    /** Number of lanes with a rate. Any thread may call it. */
    int throttledLanes() {
        return throttledLanes;
    }

    /** Number of writes that were refused because of other writes of the same video. Any thread may call it. */
    long refusals() {
        return refusals;
    }

    /** Lets a key wait for the turn of its lane. */
    void add(KeyQueue queue) {
        queue.lane().addLast(queue);
        turns.add(queue.lane());
    }

    /**
     * Slows down the lane of a key that DynamoDB has throttled. If the lane has a rate, the key is the first of its lane.
     *
     * @return false if the lane has no rate, so that the key itself must pause
     */
    boolean slowDown(KeyQueue queue, long now) {
        VideoLane lane = queue.lane();
        int perSecond = hotVideos.perSecond(lane.videoId());
        if (lane.rate() != null) {
            lane.rate().throttled(now);
        } else if (Math.min(perSecond, lane.writes()) >= MIN_WRITES_FOR_RATE) {
            lane.setRate(new ThrottledRate(perSecond, hotVideos.partitions(lane.videoId()), now));
            throttled.add(lane);
            throttledLanes = throttled.size();
        } else {
            return false;
        }
        lane.addFirst(queue);
        turns.add(lane);
        return true;
    }

    /** Gives throttled lanes the permits of the time that has passed, and ends the rates that are no longer needed. */
    void refill(long now) {
        throttled.removeIf(lane -> {
            lane.rate().refill(now, hotVideos.partitions(lane.videoId()));
            boolean isOver = lane.rate().isOver(now) && !lane.isHeld();
            if (isOver) {
                lane.setRate(null);
                removeIfUnused(lane);
            }
            turns.add(lane);
            return isOver;
        });
        throttledLanes = throttled.size();
    }

    /** Returns whether a write may be waiting for its turn or for its rate. */
    boolean isWaiting() {
        return !turns.isEmpty() || throttledLanes > 0;
    }

    /** Ends the waiting writes that are past their deadline. */
    void timeOut(long now) {
        List<KeyQueue> overdue = new ArrayList<>();
        lanes.values().forEach(lane -> lane.removeOverdue(now, overdue));
        overdue.forEach(onOverdue);
    }
}
