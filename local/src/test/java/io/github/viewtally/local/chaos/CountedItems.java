package io.github.viewtally.local.chaos;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SiteItems;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import io.github.viewtally.model.table.ViewerItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The summaries and hours of one history, as they are in its table. All buckets of the site are added up. */
final class CountedItems {

    private final Map<SummaryKey, Map<String, AttributeValue>> summaries = new HashMap<>();
    private final Map<String, List<Map<String, AttributeValue>>> hours = new HashMap<>();

    private final Set<Viewer> viewers = new HashSet<>();

    private CountedItems() {}

    /** Reads the items of some users and videos, and of the site. */
    static CountedItems read(DynamoDbClient client, String tableName, Set<SummaryKey> keys) {
        CountedItems read = new CountedItems();
        client.scanPaginator(request -> request.tableName(tableName).consistentRead(true)).items().stream()
                .flatMap(item -> ViewerItems.toViewer(Attributes.of(item)).stream())
                .forEach(read.viewers::add);
        List<SummaryKey> all = new ArrayList<>(keys);
        all.addAll(SiteItems.buckets());
        for (SummaryKey key : all) {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(tableName)
                            .key(SummaryItems.key(key))
                            .consistentRead(true))
                    .item();
            if (!item.isEmpty()) {
                read.summaries.put(key, item);
            }
            read.readHours(client, tableName, key);
        }
        return read;
    }

    private void readHours(DynamoDbClient client, String tableName, SummaryKey owner) {
        String name = owner.kind() == SummaryKey.Kind.SITE ? Oracle.HOUR_OF_SITE : owner.id();
        client.queryPaginator(request -> request.tableName(tableName)
                        .consistentRead(true)
                        .keyConditionExpression("PK = :owner AND begins_with(SK, :hours)")
                        .expressionAttributeValues(Map.of(
                                ":owner", AttributeValue.fromS(Keys.partition(owner)),
                                ":hours", AttributeValue.fromS("HOUR#"))))
                .items()
                .forEach(item -> hours.computeIfAbsent(
                                name + "/" + item.get("SK").s().substring("HOUR#".length()), none -> new ArrayList<>())
                        .add(item));
    }

    /** The stored viewers. */
    Set<Viewer> viewers() {
        return viewers;
    }

    /** Describes each viewer that is missing or left over. */
    List<String> wrongViewers(Set<Viewer> expected) {
        Set<Viewer> missing = new HashSet<>(expected);
        missing.removeAll(viewers);
        Set<Viewer> leftOver = new HashSet<>(viewers);
        leftOver.removeAll(expected);
        List<String> wrong = new ArrayList<>();
        missing.forEach(viewer -> wrong.add(viewer + " is missing"));
        leftOver.forEach(viewer -> wrong.add(viewer + " is left over"));
        return wrong;
    }

    /** The totals of the summaries. */
    Map<SummaryKey, Counts> totals() {
        Map<SummaryKey, Counts> found = new HashMap<>();
        summaries.forEach((key, item) -> SummaryItems.toSummary(key.kind(), Attributes.of(item))
                .ifPresent(summary -> found.merge(shown(key), summary.totals().toCounts(), Counts::plus)));
        return found;
    }

    /** The counters of events that time to live has removed. */
    Map<SummaryKey, Counts> expired() {
        Map<SummaryKey, Counts> found = new HashMap<>();
        summaries.forEach((key, item) -> found.merge(shown(key), expired(item), Counts::plus));
        return found;
    }

    /** The totals of the hours of users, of videos and of the site, by {@code id/yyyy-mm-ddThh}. */
    Map<String, Counts> hours() {
        Map<String, Counts> found = new HashMap<>();
        hours.forEach((hour, items) -> items.forEach(item -> found.merge(hour, counts(item), Counts::plus)));
        return found;
    }

    /** The totals of the summaries without the events that time to live has removed. */
    Map<SummaryKey, Counts> unexpiredTotals() {
        Map<SummaryKey, Counts> found = totals();
        Map<SummaryKey, Counts> expired = expired();
        found.replaceAll((key, counts) -> counts.plus(expired.get(key).negated()));
        return found;
    }

    /** The totals of the hours without the events that time to live has removed. */
    Map<String, Counts> unexpiredHours() {
        Map<String, Counts> found = hours();
        hours.forEach((hour, items) ->
                items.forEach(item -> found.merge(hour, expired(item).negated(), Counts::plus)));
        return found;
    }

    /** The sums of weights of views, by {@code videoId/epoch}. */
    Map<String, Long> trends() {
        Map<String, Long> found = new HashMap<>();
        summaries.forEach((key, item) -> {
            if (key.kind() == SummaryKey.Kind.VIDEO) {
                TrendItems.score(item, Aggregation.HALF_LIFE)
                        .byEpoch()
                        .forEach((epoch, sum) -> found.put(key.id() + "/" + epoch, sum));
            }
        });
        return found;
    }

    /** Describes each summary that is left without a counted event, or has a wrong place in the list by views. */
    List<String> wrongSummaries() {
        List<String> wrong = new ArrayList<>();
        summaries.forEach((key, item) -> {
            Counts counts = counts(item);
            if (counts.isZero() && expired(item).isZero()) {
                wrong.add(key + ": an empty summary is left");
            }
            String rank = RankKeys.summaryRank(key, counts.views());
            if (key.kind() != SummaryKey.Kind.SITE
                    && !AttributeValue.fromS(rank).equals(item.get(Keys.GSI2SK))) {
                wrong.add(key + ": rank " + item.get(Keys.GSI2SK) + ", should be " + rank);
            }
            TrendScore score = TrendItems.score(item, Aggregation.HALF_LIFE).upTo(Long.MAX_VALUE);
            if (key.kind() == SummaryKey.Kind.VIDEO && score.newestEpoch().isPresent()) {
                Optional<Place> place = Optional.of(Place.of(key, Aggregation.HALF_LIFE, score));
                if (!Place.stored(item).equals(place)) {
                    wrong.add(key + ": place " + Place.stored(item) + ", should be " + place);
                }
            }
        });
        return wrong;
    }

    /** All buckets of the site are shown as one. */
    private static SummaryKey shown(SummaryKey key) {
        return key.kind() == SummaryKey.Kind.SITE ? Oracle.SITE : key;
    }

    private static Counts counts(Map<String, AttributeValue> item) {
        return counts(item, Keys.VIEWS, Keys.DURATION).plus(votes(counts(item, Keys.LIKES, Keys.DISLIKES)));
    }

    private static Counts expired(Map<String, AttributeValue> item) {
        return counts(item, Keys.EXPIRED_VIEWS, Keys.EXPIRED_DURATION)
                .plus(votes(counts(item, Keys.EXPIRED_LIKES, Keys.EXPIRED_DISLIKES)))
                .plus(Counts.ofViewers(
                        Attributes.of(item).counter(Keys.EXPIRED_VIEWERS).longValueExact()));
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
