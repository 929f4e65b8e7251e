package io.github.viewtally.model.table;

import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.Totals;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts the hourly counts of videos, of users, and of everything, from and to items. Only aggregators write these items, as
 * updates.
 */
public final class HourItems {

    /** The counts of an hour. */
    public record HourCounts(HourKey hour, Totals totals) {}

    private HourItems() {}

    public static Map<String, AttributeValue> key(HourKey hour) {
        return EventItems.key(Keys.partition(hour.owner()), Keys.hourSort(hour.hour()));
    }

    /** Returns the hour of an item; empty if the item has another type. */
    public static Optional<HourCounts> toHour(Attributes item) {
        return item.text(Keys.PK)
                .flatMap(Keys::parsePartition)
                .filter(owner -> EventItems.hasType(item, Keys.hourType(owner.kind())))
                .flatMap(owner -> item.text(Keys.SK)
                        .map(Keys::hourOfSort)
                        .map(hour ->
                                new HourCounts(new HourKey(owner, hour), SummaryItems.totals(item, Keys.VIEWERS))));
    }
}
