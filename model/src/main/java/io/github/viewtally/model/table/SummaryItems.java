package io.github.viewtally.model.table;

import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts summaries from and to items. Only aggregators write these items, as updates. */
public final class SummaryItems {

    private SummaryItems() {}

    public static Map<String, AttributeValue> key(SummaryKey key) {
        return EventItems.key(Keys.partition(key), Keys.SUMMARY);
    }

    /** Returns the name of a summary in marks and in reports: its partition key and its sort key, joined by a slash. */
    public static String name(SummaryKey key) {
        return Keys.partition(key) + "/" + Keys.SUMMARY;
    }

    /** Returns the summary of an item, with zero for a missing counter; empty if the item is not a summary of this kind. */
    public static Optional<Summary> toSummary(SummaryKey.Kind kind, Attributes item) {
        if (!EventItems.hasType(item, Keys.summaryType(kind))) {
            return Optional.empty();
        }
        return item.text(Keys.idAttribute(kind))
                .map(id -> new Summary(new SummaryKey(kind, id), totals(item, viewersAttribute(kind))));
    }

    /** Returns the attribute that counts the viewers of a video, or the videos of a user. */
    public static String viewersAttribute(SummaryKey.Kind kind) {
        return kind == SummaryKey.Kind.USER ? Keys.VIDEOS : Keys.VIEWERS;
    }

    /** Returns the totals of a summary or of an hour, with zero for a missing counter. */
    static Totals totals(Attributes item, String viewersAttribute) {
        return new Totals(
                item.counter(Keys.VIEWS),
                item.counter(Keys.DURATION),
                item.counter(Keys.LIKES),
                item.counter(Keys.DISLIKES),
                item.counter(viewersAttribute));
    }
}
