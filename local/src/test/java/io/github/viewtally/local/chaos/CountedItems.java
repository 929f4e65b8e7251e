package io.github.viewtally.local.chaos;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The summaries and hours of one history, as they are in the table. */
final class CountedItems {

    private final Map<SummaryKey, Map<String, AttributeValue>> summaries = new HashMap<>();
    private final Map<String, Map<String, AttributeValue>> hours = new HashMap<>();

    private CountedItems() {}

    /** Reads the items of some users and videos. */
    static CountedItems read(DynamoDbClient client, String tableName, Set<SummaryKey> keys) {
        CountedItems read = new CountedItems();
        for (SummaryKey key : keys) {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(tableName)
                            .key(SummaryItems.key(key))
                            .consistentRead(true))
                    .item();
            if (!item.isEmpty()) {
                read.summaries.put(key, item);
            }
            if (key.kind() == SummaryKey.Kind.VIDEO) {
                read.readHours(client, tableName, key);
            }
        }
        return read;
    }

    private void readHours(DynamoDbClient client, String tableName, SummaryKey video) {
        client.queryPaginator(request -> request.tableName(tableName)
                        .consistentRead(true)
                        .keyConditionExpression("PK = :video AND begins_with(SK, :hours)")
                        .expressionAttributeValues(Map.of(
                                ":video", AttributeValue.fromS(Keys.partition(video)),
                                ":hours", AttributeValue.fromS("HOUR#"))))
                .items()
                .forEach(item -> hours.put(video.id() + "/" + item.get("SK").s().substring("HOUR#".length()), item));
    }

    /** The totals of the summaries. */
    Map<SummaryKey, Counts> totals() {
        Map<SummaryKey, Counts> found = new HashMap<>();
        summaries.forEach((key, item) -> SummaryItems.toSummary(key.kind(), Attributes.of(item))
                .ifPresent(summary -> found.put(key, summary.totals().toCounts())));
        return found;
    }

    /** The counters of events that time to live has removed. */
    Map<SummaryKey, Counts> expired() {
        Map<SummaryKey, Counts> found = new HashMap<>();
        summaries.forEach((key, item) -> found.put(key, expired(item)));
        return found;
    }

    /** The totals of the hours of videos, by {@code videoId/yyyy-mm-ddThh}. */
    Map<String, Counts> hours() {
        Map<String, Counts> found = new HashMap<>();
        hours.forEach((hour, item) -> found.put(
                hour, counts(item, Keys.VIEWS, Keys.DURATION).plus(votes(counts(item, Keys.LIKES, Keys.DISLIKES)))));
        return found;
    }

    /** The totals of the summaries without the events that time to live has removed. */
    Map<SummaryKey, Counts> unexpiredTotals() {
        Map<SummaryKey, Counts> found = totals();
        found.replaceAll(
                (key, counts) -> counts.plus(expired(summaries.get(key)).negated()));
        return found;
    }

    /** The totals of the hours without the events that time to live has removed. */
    Map<String, Counts> unexpiredHours() {
        Map<String, Counts> found = hours();
        found.replaceAll((hour, counts) -> counts.plus(expired(hours.get(hour)).negated()));
        return found;
    }

    /** Describes each summary that is left without a counted event, or has a wrong place in the list by views. */
    List<String> wrongSummaries() {
        List<String> wrong = new ArrayList<>();
        totals().forEach((key, counts) -> {
            Map<String, AttributeValue> item = summaries.get(key);
            if (counts.isZero() && expired(item).isZero()) {
                wrong.add(key + ": an empty summary is left");
            }
            String rank = Keys.summaryRank(key, counts.views());
            if (!AttributeValue.fromS(rank).equals(item.get(Keys.GSI2SK))) {
                wrong.add(key + ": rank " + item.get(Keys.GSI2SK) + ", should be " + rank);
            }
        });
        return wrong;
    }

    private static Counts expired(Map<String, AttributeValue> item) {
        return counts(item, Keys.EXPIRED_VIEWS, Keys.EXPIRED_DURATION)
                .plus(votes(counts(item, Keys.EXPIRED_LIKES, Keys.EXPIRED_DISLIKES)));
    }

    private static Counts votes(Counts read) {
        return new Counts(0, 0, read.views(), read.duration());
    }

    private static Counts counts(Map<String, AttributeValue> item, String views, String duration) {
        Attributes attributes = Attributes.of(item);
        return new Counts(
                attributes.counter(views).longValueExact(),
                attributes.counter(duration).longValueExact(),
                0,
                0);
    }
}
