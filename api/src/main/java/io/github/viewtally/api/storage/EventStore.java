package io.github.viewtally.api.storage;

import io.github.viewtally.api.tracing.Tracing;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores and deletes events. A future succeeds when DynamoDB has acknowledged the write, and fails when the write is not
 * retried any more. Use it on the event loop of its context.
 */
public final class EventStore {

    private static final int DELETED_AT_ONCE = 100;

    private final HotVideos hotVideos;
    private final WriteQueue queue;
    private final Tracing tracing;
    private final Context context;

    public EventStore(BatchWriter writer, SpreadStore spreads, TableConfig table, Tracing tracing, Context context) {
        this.tracing = tracing;
        this.context = context;
        hotVideos = new HotVideos(table.spread(), System::nanoTime, spreads::raise);
        queue = new WriteQueue(writer, Scheduler.of(context), table.writes(), hotVideos);
    }

    /** Stores a view. It replaces a view of the same user, video and timestamp. */
    public Future<View> put(View view) {
        return submit(ItemWrite.put(EventItems.toItem(view))).map(view);
    }

    /** Stores a vote. It replaces the user's earlier vote on the video. */
    public Future<Vote> put(Vote vote) {
        return submit(ItemWrite.put(EventItems.toItem(vote))).map(vote);
    }

    /** Deletes a vote; succeeds if there is none. */
    public Future<Void> deleteVote(String userId, String videoId) {
        return submit(ItemWrite.delete(EventItems.voteKey(userId, videoId)));
    }

    /**
     * Deletes a view in every spelling of its timestamp; succeeds if there is none. It deletes at most 21 keys: each
     * spelling in UTC with zero to nine fractional digits, and the given one.
     *
     * @param timestamp the instant of {@code given}
     * @param given the timestamp as the client spells it, possibly with another offset
     */
    public Future<Void> deleteView(String userId, String videoId, Instant timestamp, String given) {
        Set<String> spellings = new LinkedHashSet<>(Timestamps.spellings(timestamp));
        spellings.add(given);
        return Future.join(spellings.stream()
                        .map(spelling -> submit(ItemWrite.delete(EventItems.viewKey(userId, videoId, spelling))))
                        .toList())
                .mapEmpty();
    }

    /**
     * Deletes items in the order of the list. Only a part of them is in the queue at any time, so that other writes do not
     * wait for all of them.
     *
     * @param deadlineNanos by System.nanoTime; after it, no part but the first begins
     * @return the number of deleted items, including those that did not exist
     */
    Future<Integer> delete(List<ItemWrite.ItemKey> keys, long deadlineNanos) {
        return deleteFrom(0, keys, deadlineNanos);
    }

    private Future<Integer> deleteFrom(int from, List<ItemWrite.ItemKey> keys, long deadlineNanos) {
        if (from == keys.size() || from > 0 && System.nanoTime() > deadlineNanos) {
            return Future.succeededFuture(from);
        }
        int to = Math.min(keys.size(), from + DELETED_AT_ONCE);
        Future<?> part = Future.join(keys.subList(from, to).stream()
                .map(key -> submit(ItemWrite.delete(EventItems.key(key.partition(), key.sort()))))
                .toList());
        return CallFutures.of(part.toCompletionStage(), context)
                .compose(deleted -> deleteFrom(to, keys, deadlineNanos));
    }

    private Future<Void> submit(ItemWrite write) {
        return queue.submit(write.with(tracing.current()));
    }

    /** Number of videos that this process has spread over several partitions of the index. Any thread may call it. */
    public long spreadVideos() {
        return hotVideos.spreadVideos();
    }

    /** Number of videos whose writes are sent at a limited rate, because DynamoDB throttles them. Any thread may call it. */
    public int throttledVideos() {
        return queue.lanes().throttledLanes();
    }

    /** Number of writes that were refused because of other writes of the same video. Any thread may call it. */
    public long refusedOfVideos() {
        return queue.lanes().refusals();
    }

    /** Number of writes in flight or queued. */
    public int writes() {
        return queue.writes();
    }
}
