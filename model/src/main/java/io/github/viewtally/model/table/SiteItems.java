package io.github.viewtally.model.table;

import io.github.viewtally.model.SummaryKey;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The items that count all events together. Each shard of the stream adds to one of several buckets, so that the shards do
 * not contend. A bucket has a summary, and the hours in which its shards have counted views. The totals of everything are
 * the sums over all buckets.
 */
public final class SiteItems {

    /** The number of buckets. It cannot be reduced, because readers would miss what the other buckets hold. */
    public static final int BUCKETS = 8;

    private static final List<SummaryKey> ALL =
            IntStream.range(0, BUCKETS).mapToObj(SummaryKey::site).toList();

    private SiteItems() {}

    /** Returns all buckets, in the order of their numbers. */
    public static List<SummaryKey> buckets() {
        return ALL;
    }

    /** Returns the bucket to which a shard of the stream adds. */
    public static SummaryKey bucketOf(String shardId) {
        return ALL.get(Math.floorMod(shardId.hashCode(), BUCKETS));
    }
}
