package io.github.viewtally.testsupport.throughput;

import java.util.Optional;

/**
 * One of the shards into which a shard of DynamoDB Local is divided. It has the records of the items whose partition keys
 * have its number, in their order. DynamoDB Local has one shard for a stream, DynamoDB one for each partition of the table.
 *
 * @param realId the id of the shard in DynamoDB Local
 */
public record VirtualShard(String realId, int number) {

    private static final String SUFFIX = "-v";
    private static final int GOLDEN = 0x9E3779B9;
    private static final int HIGH_BITS = 16;

    /** Returns the number of the shard for a partition key, from 0 to {@code shards} - 1. */
    public static int numberOf(String partitionKey, int shards) {
        int mixed = partitionKey.hashCode() * GOLDEN;
        return Math.floorMod(mixed ^ mixed >>> HIGH_BITS, shards);
    }

    /** The id that a reader sees. */
    public String id() {
        return realId + SUFFIX + number;
    }

    /** Returns the shard of an {@link #id}; empty for the id of a real shard. */
    public static Optional<VirtualShard> parse(String id) {
        int suffix = id.lastIndexOf(SUFFIX);
        if (suffix < 0 || !id.substring(suffix + SUFFIX.length()).matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        return Optional.of(
                new VirtualShard(id.substring(0, suffix), Integer.parseInt(id.substring(suffix + SUFFIX.length()))));
    }
}
