package io.github.viewtally.local.mapping;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that cannot be read at the moment. A failure of a shard is logged once until it ends. Thread-safe. */
final class ReadFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);

    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    /** Records a failed read. */
    void failed(String shardId, Throwable failure) {
        if (since.putIfAbsent(shardId, Instant.now()) == null) {
            LOG.warn("{} cannot be read and is retried: {}", shardId, failure.toString());
        }
    }

    /** Records a successful read. */
    void succeeded(String shardId) {
        if (since.remove(shardId) != null) {
            LOG.info("{} is read again", shardId);
        }
    }

    /** Start of the longest current failure; empty if all shards are read. */
    Optional<Instant> oldest() {
        return since.values().stream().min(Comparator.naturalOrder());
    }
}
