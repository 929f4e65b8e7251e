package io.github.viewtally.local.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One invocation of a function with a batch of one shard and one tumbling window.
 *
 * @param records records in the order of the shard; may be empty if {@code isFinal}
 * @param state the state that the previous invocation of the window returned
 * @param isFinal whether this is the last invocation of the window
 */
public record Invocation(
        String shardId,
        List<DeliveredRecord> records,
        Instant windowStart,
        Instant windowEnd,
        Map<String, String> state,
        boolean isFinal) {}
