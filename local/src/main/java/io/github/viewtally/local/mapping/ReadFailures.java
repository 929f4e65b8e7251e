package io.github.viewtally.local.mapping;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which shards cannot be read at present. A shard's failure is logged once, however long it lasts. Thread-safe. */
final class ReadFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);

    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    void failed(String shardId, RuntimeException failure) {
        if (since.putIfAbsent(shardId, Instant.now()) == null) {
            LOG.warn("{} cannot be read, trying again: {}", shardId, failure.toString());
        }
    }

    void succeeded(String shardId) {
        if (since.remove(shardId) != null) {
            LOG.info("{} is read again", shardId);
        }
    }

    /** When the failure began that has lasted longest; empty if all shards are read. */
    Optional<Instant> oldest() {
        return since.values().stream().min(Comparator.naturalOrder());
    }
}
