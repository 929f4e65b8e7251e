package io.github.viewtally.local.mapping;

/**
 * A stream record in the form in which Lambda delivers it.
 *
 * @param sequenceNumber its place in the shard, as text
 * @param createdEpochSecond when the item was changed
 * @param json the record as an element of {@code Records}
 */
public record DeliveredRecord(String sequenceNumber, long createdEpochSecond, String json) {}
