package io.github.viewtally.model.table;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Converts viewers from and to items. Such an item exists while the user has a view of the video that counts: a view in the
 * table, or one that time to live has removed. Only the aggregator of views, the audit and an erasure write it, each time
 * in a transaction with the numbers of viewers and videos.
 */
public final class ViewerItems {

    /** The condition that a viewer is not stored. */
    public static final String IS_NEW = "attribute_not_exists(" + Keys.PK + ")";

    /** The condition that a viewer is stored, and that no view of the viewer has expired. */
    public static final String IS_UNEXPIRED =
            "attribute_exists(" + Keys.PK + ") AND attribute_not_exists(" + Keys.EXPIRED + ")";

    private static final AttributeValue YES = AttributeValue.fromN("1");

    private ViewerItems() {}

    public static Map<String, AttributeValue> key(Viewer viewer) {
        return EventItems.key(Keys.user(viewer.userId()), Keys.viewerSort(viewer.videoId()));
    }

    /**
     * Returns the item of a viewer.
     *
     * @param partitions the number of partitions of GSI1 over which the events of the video are spread
     * @param isExpired whether time to live has removed a view, so that the viewer stays when the others are deleted
     */
    public static Map<String, AttributeValue> toItem(Viewer viewer, int partitions, boolean isExpired) {
        Map<String, AttributeValue> item = new HashMap<>(key(viewer));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.TYPE_VIEWER));
        item.put(Keys.USER_ID, AttributeValue.fromS(viewer.userId()));
        item.put(Keys.VIDEO_ID, AttributeValue.fromS(viewer.videoId()));
        item.put(
                Keys.GSI1PK,
                AttributeValue.fromS(SpreadItems.indexPartition(viewer.videoId(), viewer.userId(), partitions)));
        item.put(Keys.GSI1SK, AttributeValue.fromS(Keys.viewerOfVideoSort(viewer.userId())));
        if (isExpired) {
            item.put(Keys.EXPIRED, YES);
        }
        return item;
    }

    /** Returns the update that adds to a number of viewers or videos, for the transaction that writes a viewer. */
    public static Update add(String tableName, SummaryKey summary, String counter, int change) {
        return Update.builder()
                .tableName(tableName)
                .key(SummaryItems.key(summary))
                .updateExpression("ADD " + counter + " :change")
                .expressionAttributeValues(Map.of(":change", AttributeValue.fromN(Integer.toString(change))))
                .build();
    }

    /** Returns the viewer of an item; empty if the item is not a viewer. */
    public static Optional<Viewer> toViewer(Attributes item) {
        return EventItems.hasType(item, Keys.TYPE_VIEWER)
                ? EventItems.userId(item)
                        .flatMap(userId -> EventItems.videoId(item).map(videoId -> new Viewer(userId, videoId)))
                : Optional.empty();
    }

    /** Returns whether time to live has removed a view of the viewer. */
    public static boolean isExpired(Attributes item) {
        return item.number(Keys.EXPIRED).isPresent();
    }
}
