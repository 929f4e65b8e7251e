package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores when each partition of a scan was confirmed, because a scan returns partitions in no known order. It needs 24 to 48
 * bytes for each partition: a hash of the key, and the number of the page.
 */
final class ScannedPartitions {

    private static final int INITIAL_CAPACITY = 1_024;
    private static final long FREE = 0;

    private final int max;
    private final List<Long> confirmedNanos = new ArrayList<>();
    /** For each partition that continues on another page: when each page was confirmed, by the last sort key of the page. */
    private final Map<String, TreeMap<String, Long>> continued = new HashMap<>();

    private long[] hashes = new long[INITIAL_CAPACITY];
    private int[] pages = new int[INITIAL_CAPACITY];
    private int size;

    /**
     * Creates an empty collection.
     *
     * @param max the maximum number of partitions
     */
    ScannedPartitions(int max) {
        this.max = max;
    }

    /**
     * Adds a page.
     *
     * @param partitions the partitions of its events
     * @param end the key of its last item, which may not be an event; empty for the last page
     * @param nanos the {@link System#nanoTime} at which the page was confirmed
     * @throws IllegalStateException if there are too many partitions
     */
    void confirm(Set<String> partitions, Map<String, AttributeValue> end, long nanos) {
        int page = confirmedNanos.size();
        confirmedNanos.add(nanos);
        String open = end.isEmpty() ? "" : end.get(Keys.PK).s();
        for (String partition : partitions) {
            if (partition.equals(open)) {
                continue;
            }
            if (continued.containsKey(partition)) {
                continued.get(partition).put(String.valueOf(Character.MAX_VALUE), nanos);
            } else {
                put(hash(partition), page);
            }
        }
        if (!end.isEmpty()) {
            continued
                    .computeIfAbsent(open, key -> new TreeMap<>())
                    .put(end.get(Keys.SK).s(), nanos);
        }
    }

    /** Returns when the page was confirmed on which an item of these keys would be; empty if there was none. */
    OptionalLong confirmedNanos(String partition, String sort) {
        if (continued.containsKey(partition)) {
            Map.Entry<String, Long> end = continued.get(partition).ceilingEntry(sort);
            return end == null ? OptionalLong.empty() : OptionalLong.of(end.getValue());
        }
        int slot = slotOf(hash(partition));
        return hashes[slot] == FREE ? OptionalLong.empty() : OptionalLong.of(confirmedNanos.get(pages[slot]));
    }

    private void put(long hash, int page) {
        int slot = slotOf(hash);
        if (hashes[slot] == FREE) {
            if (++size > max) {
                throw new IllegalStateException(
                        "more than " + max + " users have events, too many to audit the totals of everything");
            }
            if (2 * size > hashes.length) {
                grow();
                slot = slotOf(hash);
            }
        }
        hashes[slot] = hash;
        pages[slot] = page;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldPages = pages;
        hashes = new long[2 * oldHashes.length];
        pages = new int[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != FREE) {
                int slot = slotOf(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                pages[slot] = oldPages[i];
            }
        }
    }

    /** The slot with this hash, or the free one to put it in. */
    private int slotOf(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (hashes[slot] != FREE && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    /** FNV-1a with 64 bits (draft-eastlake-fnv), and its halves mixed. Two of 4 million users collide once in 2 million scans. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return hash == FREE ? 1 : hash;
    }
}
