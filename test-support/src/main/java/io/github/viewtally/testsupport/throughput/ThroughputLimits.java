package io.github.viewtally.testsupport.throughput;

import java.time.Duration;

/**
 * The limits of a {@link ThroughputProxy}.
 *
 * @param partitionWrites write units per second of each partition key value, in the table and in each index
 * @param partitionReads read units per second of each partition key value, in the table and in each index
 * @param totalWrites write units per second of the whole table, and of each whole index; infinite for no limit
 * @param totalReads read units per second of the whole table, and of each whole index; infinite for no limit
 * @param burst how much unused capacity is kept, as time at the rate of a limit; AWS keeps up to 300 s ("Burst and adaptive
 *     capacity" in the DynamoDB guide), but promises nothing
 * @param transactionHold how long a TransactWriteItems holds its items at least; it is not answered earlier
 * @param shards into how many shards each shard of a stream is divided; 1 leaves streams as they are
 */
public record ThroughputLimits(
        double partitionWrites,
        double partitionReads,
        double totalWrites,
        double totalReads,
        Duration burst,
        Duration transactionHold,
        int shards) {

    private static final String AWS = "aws";

    /** Checks the limits. */
    public ThroughputLimits {
        if (!(Math.min(Math.min(partitionWrites, partitionReads), Math.min(totalWrites, totalReads)) > 0)
                || burst.isZero()
                || burst.isNegative()
                || transactionHold.isNegative()
                || shards < 1) {
            throw new IllegalArgumentException("limits, burst and shards must be above 0");
        }
    }

    /**
     * The limits of a partition on AWS ("Partitions and data distribution" and "Designing partition keys to distribute your
     * workload" in the DynamoDB guide): 1,000 write units and 3,000 read units per second, with a burst of one second so
     * that they have an effect at once. The table as a whole has no limit. A transaction takes 15 ms.
     */
    public static ThroughputLimits aws() {
        return new ThroughputLimits(
                1_000,
                3_000,
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Duration.ofSeconds(1),
                Duration.ofMillis(15),
                1);
    }

    /**
     * Reads limits like "aws" or "aws,scale=0.1,burst=300,hold=15,shards=4": burst in seconds, hold in milliseconds.
     *
     * @throws IllegalArgumentException if the text has another format
     */
    public static ThroughputLimits parse(String text) {
        String[] parts = text.split(",");
        if (!parts[0].equals(AWS)) {
            throw new IllegalArgumentException("unknown limits: " + text);
        }
        ThroughputLimits limits = aws();
        for (int i = 1; i < parts.length; i++) {
            limits = limits.with(parts[i].split("=", 2));
        }
        return limits;
    }

    private ThroughputLimits with(String[] setting) {
        String value = setting.length == 2 ? setting[1] : "";
        return switch (setting[0]) {
            case "scale" -> scaledBy(Double.parseDouble(value));
            case "burst" -> withBurst(Duration.ofSeconds(Long.parseLong(value)));
            case "hold" -> withTransactionHold(Duration.ofMillis(Long.parseLong(value)));
            case "shards" -> withShards(Integer.parseInt(value));
            default -> throw new IllegalArgumentException("unknown limit: " + setting[0]);
        };
    }

    /** Multiplies all rates, for a machine that cannot drive the real ones. */
    public ThroughputLimits scaledBy(double factor) {
        return new ThroughputLimits(
                partitionWrites * factor,
                partitionReads * factor,
                totalWrites * factor,
                totalReads * factor,
                burst,
                transactionHold,
                shards);
    }

    /** Replaces the burst. */
    public ThroughputLimits withBurst(Duration other) {
        return new ThroughputLimits(
                partitionWrites, partitionReads, totalWrites, totalReads, other, transactionHold, shards);
    }

    /** Replaces the limits of the whole table and of each whole index. */
    public ThroughputLimits withTotals(double writes, double reads) {
        return new ThroughputLimits(partitionWrites, partitionReads, writes, reads, burst, transactionHold, shards);
    }

    /** Replaces the time for which a transaction holds its items. */
    public ThroughputLimits withTransactionHold(Duration other) {
        return new ThroughputLimits(partitionWrites, partitionReads, totalWrites, totalReads, burst, other, shards);
    }

    /** Replaces the number of shards for each shard of a stream. */
    public ThroughputLimits withShards(int other) {
        return new ThroughputLimits(
                partitionWrites, partitionReads, totalWrites, totalReads, burst, transactionHold, other);
    }
}
