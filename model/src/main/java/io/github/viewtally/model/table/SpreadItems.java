package io.github.viewtally.model.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts the number of partitions of GSI1 over which the events of a hot video are spread, from and to items. DynamoDB
 * takes 1,000 writes per second for one partition key (Amazon DynamoDB guide, "Best practices for designing and using
 * partition keys effectively").
 *
 * <p>A video without such an item has all its events in {@link Keys#video}. The number only grows. Readers read the events
 * of a video from {@link Keys#video} and from all its other partitions, so an event may be in any of them.
 */
public final class SpreadItems {

    /** The highest number of partitions of a video. */
    public static final int MAX_PARTITIONS = 64;

    private SpreadItems() {}

    public static Map<String, AttributeValue> key(String videoId) {
        return EventItems.key(Keys.video(videoId), Keys.SPREAD);
    }

    public static Map<String, AttributeValue> toItem(String videoId, int partitions) {
        Map<String, AttributeValue> item = new HashMap<>(key(videoId));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_SPREAD));
        item.put(Keys.VIDEO_ID, AttributeValue.fromS(videoId));
        item.put(Keys.PARTITIONS, AttributeValue.fromN(Integer.toString(partitions)));
        return item;
    }

    /** Returns the number of partitions in an item; 1 if the item is missing or holds no number from 2 to 64. */
    public static int partitions(Attributes item) {
        return item.number(Keys.PARTITIONS)
                .filter(number -> number.matches("[1-9][0-9]?"))
                .map(Integer::parseInt)
                .filter(number -> number <= MAX_PARTITIONS)
                .orElse(1);
    }

    /** Returns all GSI1 partition keys that events of a video may have, the first one for events that are not spread. */
    public static List<String> indexPartitions(String videoId, int partitions) {
        List<String> all = new ArrayList<>();
        all.add(Keys.video(videoId));
        for (int i = 0; partitions > 1 && i < partitions; i++) {
            all.add(Keys.spreadPartition(videoId, i));
        }
        return all;
    }

    /** Returns the GSI1 partition key for the events of a user and a video. */
    public static String indexPartition(String videoId, String userId, int partitions) {
        return partitions == 1
                ? Keys.video(videoId)
                : Keys.spreadPartition(videoId, Math.floorMod(mixed(userId.hashCode()), partitions));
    }

    /** Mixes the bits of a hash, so that similar ids differ in their low bits (the finalizer of MurmurHash3). */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
