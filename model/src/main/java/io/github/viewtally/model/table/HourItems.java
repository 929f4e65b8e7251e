package io.github.viewtally.model.table;

import io.github.viewtally.model.VideoHour;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The views of a video, hour by hour, as items of the table. Only aggregators write them, as updates. */
public final class HourItems {

    /** What an hour holds, exactly as it stands in the table; duration in seconds. */
    public record HourCounts(VideoHour hour, BigDecimal views, BigDecimal duration) {}

    private HourItems() {}

    public static Map<String, AttributeValue> key(VideoHour hour) {
        return EventItems.key(Keys.video(hour.videoId()), Keys.hourSort(hour.hour()));
    }

    /** The hour in an item; empty if the item is none. */
    public static Optional<HourCounts> toHour(Attributes item) {
        if (!EventItems.hasType(item, Keys.TYPE_HOUR)) {
            return Optional.empty();
        }
        return item.text(Keys.VIDEO_ID).flatMap(videoId -> item.text(Keys.SK)
                .map(Keys::hourOfSort)
                .map(hour -> new HourCounts(
                        new VideoHour(videoId, hour), item.counter(Keys.VIEWS), item.counter(Keys.DURATION))));
    }
}
