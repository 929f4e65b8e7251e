package io.github.viewtally.model.table;

import io.github.viewtally.model.Totals;
import io.github.viewtally.model.VideoHour;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts the hourly counts of videos from and to items. Only aggregators write these items, as updates. */
public final class HourItems {

    /** The counts of an hour. */
    public record HourCounts(VideoHour hour, Totals totals) {}

    private HourItems() {}

    public static Map<String, AttributeValue> key(VideoHour hour) {
        return EventItems.key(Keys.video(hour.videoId()), Keys.hourSort(hour.hour()));
    }

    /** Returns the hour of an item; empty if the item has another type. */
    public static Optional<HourCounts> toHour(Attributes item) {
        if (!EventItems.hasType(item, Keys.TYPE_HOUR)) {
            return Optional.empty();
        }
        return item.text(Keys.VIDEO_ID).flatMap(videoId -> item.text(Keys.SK)
                .map(Keys::hourOfSort)
                .map(hour -> new HourCounts(new VideoHour(videoId, hour), SummaryItems.totals(item))));
    }
}
