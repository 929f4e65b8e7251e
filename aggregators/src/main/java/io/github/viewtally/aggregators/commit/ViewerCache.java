package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.Viewer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers viewers that exist, so that they are not read before each of their views. What it knows of a shard is right for
 * one checkpoint of the shard. It is used if that checkpoint is stored, and a transaction that relies on it requires that
 * checkpoint, so it fails if another invocation counts records meanwhile. It does not contain viewers with expired views,
 * which an erasure may delete.
 *
 * <p>The repair of an audit deletes viewers, too, and does not move a checkpoint. So what is known of a shard is forgotten
 * before the first batch after ten minutes. Thread-safe.
 */
public final class ViewerCache {

    private static final int MAX_SHARDS = 50;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final Map<String, CachedShard> shards = new LeastRecent<>(MAX_SHARDS);
    private final Map<CachedViewer, Boolean> viewers;

    /** The checkpoint for which the cache of a shard is right, and when it was begun. */
    private record CachedShard(SequenceNumber checkpoint, long sinceNanos) {}

    private record CachedViewer(String shardId, Viewer viewer) {}

    private static final class LeastRecent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        private final int max;

        LeastRecent(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
        }
    }

    /** Creates an empty cache for at most 50,000 viewers of all shards together. */
    public ViewerCache() {
        this(50_000, System::nanoTime);
    }

    ViewerCache(int maxViewers, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.viewers = new LeastRecent<>(maxViewers);
    }

    /** The checkpoint of the shard for which the cache is right; empty if it knows nothing. Called before each batch. */
    synchronized Optional<SequenceNumber> checkpoint(String shardId) {
        CachedShard shard = shards.get(shardId);
        if (shard != null && nanoTime.getAsLong() - shard.sinceNanos() >= MAX_AGE.toNanos()) {
            forget(shardId);
            return Optional.empty();
        }
        return Optional.ofNullable(shard).map(CachedShard::checkpoint);
    }

    synchronized boolean contains(String shardId, Viewer viewer) {
        return shards.containsKey(shardId) && viewers.get(new CachedViewer(shardId, viewer)) != null;
    }

    /**
     * Takes over what a committed batch has left.
     *
     * @param before the checkpoint that the batch has required; empty if it has required none. What is known for another
     *     checkpoint is forgotten, because other batches may have changed it since
     * @param checkpoint the checkpoint that the batch has left
     */
    synchronized void committed(
            String shardId, Optional<SequenceNumber> before, SequenceNumber checkpoint, KnownViewers known) {
        if (before.isEmpty() || !before.equals(checkpoint(shardId))) {
            // Viewers may also be left from when other shards have displaced this one.
            forget(shardId);
        }
        long since = Optional.ofNullable(shards.get(shardId))
                .map(CachedShard::sinceNanos)
                .orElseGet(nanoTime::getAsLong);
        shards.put(shardId, new CachedShard(checkpoint, since));
        known.stored().forEach((viewer, stored) -> {
            CachedViewer cached = new CachedViewer(shardId, viewer);
            if (stored.exists() && !stored.isExpired()) {
                viewers.put(cached, true);
            } else {
                viewers.remove(cached);
            }
        });
    }

    /** Forgets a shard of which another invocation has counted records. */
    synchronized void forget(String shardId) {
        shards.remove(shardId);
        viewers.keySet().removeIf(viewer -> viewer.shardId().equals(shardId));
    }
}
