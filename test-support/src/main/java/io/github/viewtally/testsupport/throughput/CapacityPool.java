package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.Resource.Kind;
import io.github.viewtally.testsupport.throughput.ThroughputCounters.Consumption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The buckets and counters of a partition key, or of a whole table or index. Not thread-safe. */
final class CapacityPool {

    private static final class Use {

        private double units;
        private long throttled;
    }

    private final Map<Kind, TokenBucket> buckets = new EnumMap<>(Kind.class);
    private final Map<Kind, Use> uses = new EnumMap<>(Kind.class);

    /** Creates full buckets. A rate may be infinite. */
    CapacityPool(double writes, double reads, Duration burst, long nowNanos) {
        create(Kind.WRITE, writes, burst, nowNanos);
        create(Kind.READ, reads, burst, nowNanos);
    }

    private void create(Kind kind, double rate, Duration burst, long nowNanos) {
        uses.put(kind, new Use());
        if (Double.isFinite(rate)) {
            buckets.put(kind, new TokenBucket(rate, burst, nowNanos));
        }
    }

    boolean admits(Kind kind, double units, long nowNanos) {
        TokenBucket bucket = buckets.get(kind);
        return bucket == null || bucket.admits(units, nowNanos);
    }

    void take(Kind kind, double units, long nowNanos) {
        uses.get(kind).units += units;
        TokenBucket bucket = buckets.get(kind);
        if (bucket != null) {
            bucket.take(units, nowNanos);
        }
    }

    void giveBack(Kind kind, double units) {
        uses.get(kind).units -= units;
        TokenBucket bucket = buckets.get(kind);
        if (bucket != null) {
            bucket.giveBack(units);
        }
    }

    void countThrottled(Kind kind) {
        uses.get(kind).throttled++;
    }

    Consumption consumption() {
        Use writes = uses.get(Kind.WRITE);
        Use reads = uses.get(Kind.READ);
        return new Consumption(writes.units, reads.units, writes.throttled, reads.throttled);
    }
}
