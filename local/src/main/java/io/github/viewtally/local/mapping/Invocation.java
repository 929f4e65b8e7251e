package io.github.viewtally.local.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One call of a function: a batch of one shard's records within one tumbling window.
 *
 * @param records in the order of the shard; may be empty when {@code isFinal}
 * @param state what the invocation before returned for this window
 * @param isFinal whether the window ends with it
 */
public record Invocation(
        String shardId,
        List<DeliveredRecord> records,
        Instant windowStart,
        Instant windowEnd,
        Map<String, String> state,
        boolean isFinal) {}
