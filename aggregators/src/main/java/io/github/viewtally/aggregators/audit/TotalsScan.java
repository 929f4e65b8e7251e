package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Sums all events of a table, in total and by hour, page by page, as {@link EventScan} does for one user. Each sum belongs
 * to a sort key, which the items of all buckets of the site share.
 */
final class TotalsScan {

    /** A partition needs 24 to 48 bytes of memory. */
    private static final int MAX_PARTITIONS = 4_000_000;

    private final DynamoDbClient dynamoDb;
    private final ScanRequest scan;
    private final ReadBudget budget;
    private final Map<String, Counts> sums = new HashMap<>();
    private final ScannedPartitions partitions = new ScannedPartitions(MAX_PARTITIONS);
    private final List<ScannedPage> unconfirmed = new ArrayList<>();
    private Optional<Map<String, AttributeValue>> next = Optional.of(Map.of());
    private long events;

    /**
     * The part of a page that is kept until it is confirmed.
     *
     * @param end the key of its last item; empty for the last page
     */
    private record ScannedPage(List<ScannedEvent> events, Map<String, AttributeValue> end) {}

    private record ScannedEvent(String partition, String key, EventValue value) {}

    TotalsScan(DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.budget = budget;
        this.scan = ScanRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .filterExpression("#type = :view OR #type = :vote")
                .expressionAttributeNames(Map.of("#type", Keys.TYPE))
                .expressionAttributeValues(Map.of(
                        ":view", AttributeValue.fromS(Keys.TYPE_VIEW),
                        ":vote", AttributeValue.fromS(Keys.TYPE_VOTE)))
                .returnConsumedCapacity(budget.reported())
                .build();
    }

    /** The number of events that the pages contained. */
    long events() {
        return events;
    }

    /** Whether all pages have been read. */
    boolean isComplete() {
        return next.isEmpty();
    }

    /** Reads the next page. Its events are summed by {@link #confirm}. */
    void readPage() {
        Map<String, AttributeValue> start = next.orElseThrow();
        ScanResponse page = dynamoDb.scan(scan.toBuilder()
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .build());
        budget.spend(page.consumedCapacity());
        events += page.count();
        unconfirmed.add(new ScannedPage(
                page.items().stream()
                        .flatMap(item -> EventValue.of(item)
                                .map(value ->
                                        new ScannedEvent(item.get(Keys.PK).s(), EventChange.eventKey(item), value))
                                .stream())
                        .toList(),
                page.lastEvaluatedKey()));
        next = page.lastEvaluatedKey().isEmpty() ? Optional.empty() : Optional.of(page.lastEvaluatedKey());
    }

    /** Sums the pages read. Call it when all stream records of writes before these reads have been received. */
    void confirm(RecentChanges changes) {
        Set<String> changed = changes.byEvent().keySet();
        for (ScannedPage page : unconfirmed) {
            Set<String> pagePartitions = new HashSet<>();
            for (ScannedEvent event : page.events()) {
                pagePartitions.add(event.partition());
                if (!changed.contains(event.key())) {
                    sortKeys(event.value())
                            .forEach(sortKey -> sums.merge(
                                    sortKey, event.value().contribution().counts(), Counts::plus));
                }
            }
            partitions.confirm(pagePartitions, page.end(), System.nanoTime());
        }
        unconfirmed.clear();
    }

    /** The sort keys of all items of the site that the events change. */
    Set<String> sortKeys(RecentChanges changes) {
        Set<String> sortKeys = new HashSet<>(sums.keySet());
        sortKeys.add(Keys.SUMMARY);
        changes.byEvent().values().stream().flatMap(List::stream).forEach(change -> {
            change.before().ifPresent(value -> sortKeys.addAll(sortKeys(value)));
            change.after().ifPresent(value -> sortKeys.addAll(sortKeys(value)));
        });
        return sortKeys;
    }

    /**
     * The sums by sort key, as they were when the items were read. A record counts if the item of its shard's bucket
     * includes it, so the buckets need not be read at the same moment.
     *
     * @param sortKeys the sort keys to sum
     * @param cuts the cut in which each item was read, by its name
     */
    Map<String, Counts> sums(Set<String> sortKeys, RecentChanges changes, Map<String, Cut> cuts) {
        Map<String, Counts> atCut = new HashMap<>();
        sortKeys.forEach(sortKey -> atCut.put(sortKey, sums.getOrDefault(sortKey, Counts.ZERO)));
        changes.byEvent().values().forEach(list -> {
            EventChange first = list.get(0);
            first.before().filter(value -> !isSummed(first)).ifPresent(value -> sortKeys(value)
                    .forEach(sortKey -> atCut.computeIfPresent(
                            sortKey, (key, sum) -> sum.plus(value.contribution().counts()))));
            for (EventChange change : list) {
                change.before()
                        .ifPresent(value ->
                                add(change, value, value.contribution().counts().negated(), cuts, atCut));
                change.after()
                        .ifPresent(
                                value -> add(change, value, value.contribution().counts(), cuts, atCut));
            }
        });
        return atCut;
    }

    private static void add(
            EventChange change, EventValue value, Counts counts, Map<String, Cut> cuts, Map<String, Counts> to) {
        SummaryKey bucket = SiteItems.bucketOf(change.shardId());
        for (String sortKey : sortKeys(value)) {
            String name = ItemUpdate.nameOf(bucket, sortKey);
            to.computeIfPresent(
                    sortKey,
                    (key, sum) -> cuts.get(name).includes(name, value.counter(), change) ? sum.plus(counts) : sum);
        }
    }

    /** Whether an event was summed before its first change was received. */
    private boolean isSummed(EventChange firstChange) {
        int slash = firstChange.eventKey().lastIndexOf('/');
        OptionalLong confirmed = partitions.confirmedNanos(
                firstChange.eventKey().substring(0, slash),
                firstChange.eventKey().substring(slash + 1));
        return confirmed.isPresent() && confirmed.getAsLong() < firstChange.receivedNanos();
    }

    /** The sort keys of the items of the site to which an event contributes. */
    private static List<String> sortKeys(EventValue value) {
        return value.contribution()
                .hour()
                .map(hour -> List.of(Keys.SUMMARY, Keys.hourSort(hour.hour())))
                .orElse(List.of(Keys.SUMMARY));
    }
}
