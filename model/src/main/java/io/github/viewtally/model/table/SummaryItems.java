package io.github.viewtally.model.table;

import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Summaries as items of the table. Only aggregators write them, as updates; everybody may read them by key. */
public final class SummaryItems {

    private SummaryItems() {}

    public static Map<String, AttributeValue> key(SummaryKey subject) {
        return EventItems.key(Keys.partition(subject), Keys.SUMMARY);
    }

    /** The summary in an item; a counter that the item lacks is zero. Empty if the item is no summary of this kind. */
    public static Optional<Summary> toSummary(SummaryKey.Kind kind, Attributes item) {
        if (!EventItems.hasType(item, Keys.summaryType(kind))) {
            return Optional.empty();
        }
        return item.text(Keys.idAttribute(kind)).map(id -> new Summary(new SummaryKey(kind, id), totals(item)));
    }

    private static Totals totals(Attributes item) {
        return new Totals(
                item.counter(Keys.VIEWS),
                item.counter(Keys.DURATION),
                item.counter(Keys.LIKES),
                item.counter(Keys.DISLIKES));
    }
}
