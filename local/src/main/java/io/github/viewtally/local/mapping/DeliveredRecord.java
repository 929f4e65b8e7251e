package io.github.viewtally.local.mapping;

/**
 * A stream record as Lambda delivers it.
 *
 * @param sequenceNumber its sequence number in the shard
 * @param createdEpochSecond time of the change, in epoch seconds
 * @param json the record as an element of {@code Records}
 */
public record DeliveredRecord(String sequenceNumber, long createdEpochSecond, String json) {}
