package io.github.viewtally.testsupport.throughput;

/** Capacity units of one item by its size ("DynamoDB read and write operations" in the DynamoDB guide). */
final class CapacityUnits {

    private static final int BYTES_PER_WRITE = 1_024;
    private static final int BYTES_PER_READ = 4_096;

    /** How a read relates to writes before it, and what it costs for each started 4 KB. */
    enum Consistency {
        EVENTUAL(0.5),
        STRONG(1),
        TRANSACTIONAL(2);

        private final double units;

        Consistency(double units) {
            this.units = units;
        }
    }

    private CapacityUnits() {}

    /** Write units: one for each started 1 KB, at least one, twice as many in a transaction. */
    static double write(int bytes, boolean transactional) {
        return started(bytes, BYTES_PER_WRITE) * (transactional ? 2 : 1);
    }

    /** Read units for an item, or for all items of a query together. An item that does not exist costs as a small one. */
    static double read(int bytes, Consistency consistency) {
        return started(bytes, BYTES_PER_READ) * consistency.units;
    }

    private static int started(int bytes, int unit) {
        return Math.max(1, (bytes + unit - 1) / unit);
    }
}
