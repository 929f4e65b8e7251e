package io.github.viewtally.local.mapping;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        boolean isFinal) {

    /**
     * A stream record as Lambda delivers it.
     *
     * @param sequenceNumber its sequence number in the shard
     * @param createdEpochSecond time of the change, in epoch seconds
     * @param json the record as an element of {@code Records}
     */
    public record DeliveredRecord(String sequenceNumber, long createdEpochSecond, String json) {}

    /**
     * The response of a function.
     *
     * @param state the state for the next invocation of the window
     * @param failures sequence numbers of the records that were not processed
     */
    public record FunctionResponse(Map<String, String> state, List<String> failures) {

        /** The response if all records were processed. */
        public static FunctionResponse success(Map<String, String> state) {
            return new FunctionResponse(state, List.of());
        }

        /** The first failed record, from which records are delivered again; empty after success. */
        public Optional<String> checkpoint() {
            return failures.stream().min(Comparator.comparing(BigInteger::new));
        }
    }
}
