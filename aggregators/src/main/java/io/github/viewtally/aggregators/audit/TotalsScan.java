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
 * Sums all events of a table, in total and by hour, page by page, as {@link EventScan} does for one user. The sums are by the
 * sort key of the items of the site.
 */
final class TotalsScan {

    private static final int MAX_PARTITIONS = 4_000_000;

    private final DynamoDbClient dynamoDb;
    private final ScanRequest scan;
    private final ReadBudget budget;
    private final Map<String, Counts> sums = new HashMap<>();
    private final ScannedPartitions partitions = new ScannedPartitions(MAX_PARTITIONS);
    private final List<ScannedPage> unconfirmed = new ArrayList<>();
    private Optional<Map<String, AttributeValue>> next = Optional.of(Map.of());
    private long events;

    /** What is kept of a page, and the key at which it ends; empty for the last page. */
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

    boolean isRead() {
        return next.isEmpty();
    }

    /** Reads the next page. Its events are not summed before {@link #confirm}. */
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

    /** Sums the pages read. All stream records of writes before these reads must have been received. */
    void confirm(RecentChanges changes) {
        Set<String> changed = changes.byEvent().keySet();
        for (ScannedPage page : unconfirmed) {
            Set<String> ofPage = new HashSet<>();
            for (ScannedEvent event : page.events()) {
                ofPage.add(event.partition());
                if (!changed.contains(event.key())) {
                    sorts(event.value())
                            .forEach(sort -> sums.merge(
                                    sort, event.value().contribution().counts(), Counts::plus));
                }
            }
            partitions.confirm(ofPage, page.end(), System.nanoTime());
        }
        unconfirmed.clear();
    }

    /** The sort keys of all items of the site that the events change. */
    Set<String> sorts(RecentChanges changes) {
        Set<String> sorts = new HashSet<>(sums.keySet());
        sorts.add(Keys.SUMMARY);
        changes.byEvent().values().stream().flatMap(List::stream).forEach(change -> {
            change.before().ifPresent(value -> sorts.addAll(sorts(value)));
            change.after().ifPresent(value -> sorts.addAll(sorts(value)));
        });
        return sorts;
    }

    /**
     * The sums as they were when the items were read. A record counts if the item of its shard's bucket includes it, so the
     * buckets need not be read at the same moment.
     *
     * @param wanted the sort keys of these items
     * @param cuts the cut in which each item was read, by its name
     */
    Map<String, Counts> sums(Set<String> wanted, RecentChanges changes, Map<String, Cut> cuts) {
        Map<String, Counts> atCut = new HashMap<>();
        wanted.forEach(sort -> atCut.put(sort, sums.getOrDefault(sort, Counts.ZERO)));
        changes.byEvent().values().forEach(list -> {
            EventChange first = list.get(0);
            first.before().filter(value -> !isSummed(first)).ifPresent(value -> sorts(value)
                    .forEach(sort -> atCut.computeIfPresent(
                            sort, (same, sum) -> sum.plus(value.contribution().counts()))));
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
        for (String sort : sorts(value)) {
            String name = ItemUpdate.nameOf(bucket, sort);
            to.computeIfPresent(
                    sort,
                    (same, sum) -> cuts.get(name).includes(name, value.counter(), change) ? sum.plus(counts) : sum);
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
    private static List<String> sorts(EventValue value) {
        return value.contribution()
                .hour()
                .map(hour -> List.of(Keys.SUMMARY, Keys.hourSort(hour.hour())))
                .orElse(List.of(Keys.SUMMARY));
    }
}
