package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.model.Viewer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Caches viewers that exist, so that they are not read before each of their views. The entries of a shard are valid for one
 * checkpoint of the shard. They are used only if that checkpoint is stored. A transaction that relies on them requires that
 * checkpoint, so it fails if another invocation has counted records. Viewers with expired views are not cached, because an
 * erasure may delete them.
 *
 * <p>The repair of an audit also deletes viewers without moving a checkpoint. So the entries of a shard are discarded before
 * the first batch after ten minutes. Thread-safe.
 */
public final class ViewerCache {

    private static final int MAX_SHARDS = 50;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final Map<String, CachedShard> shards = new LeastRecent<>(MAX_SHARDS);
    private final Map<CachedViewer, Boolean> viewers;

    /** The checkpoint for which the entries of a shard are valid, and the {@link System#nanoTime} of its first batch. */
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

    /** The checkpoint for which the entries of a shard are valid; empty if there are none. Called before each batch. */
    synchronized Optional<SequenceNumber> checkpoint(String shardId) {
        CachedShard shard = shards.get(shardId);
        if (shard != null && nanoTime.getAsLong() - shard.sinceNanos() >= MAX_AGE.toNanos()) {
            discard(shardId);
            return Optional.empty();
        }
        return Optional.ofNullable(shard).map(CachedShard::checkpoint);
    }

    synchronized boolean contains(String shardId, Viewer viewer) {
        return shards.containsKey(shardId) && viewers.get(new CachedViewer(shardId, viewer)) != null;
    }

    /**
     * Updates the entries of a shard after a committed batch.
     *
     * @param before the checkpoint that the batch required; empty if it required none. Entries for another checkpoint are
     *     discarded, because other batches may have changed those viewers since
     * @param checkpoint the checkpoint that the batch stored
     */
    synchronized void committed(
            String shardId, Optional<SequenceNumber> before, SequenceNumber checkpoint, KnownViewers known) {
        if (before.isEmpty() || !before.equals(checkpoint(shardId))) {
            // There may also be viewers from before the shard was evicted.
            discard(shardId);
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

    /** Removes the entries of a shard, because another invocation has counted records of it. */
    synchronized void discard(String shardId) {
        shards.remove(shardId);
        viewers.keySet().removeIf(viewer -> viewer.shardId().equals(shardId));
    }
}
