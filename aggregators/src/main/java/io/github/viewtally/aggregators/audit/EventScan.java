package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Sums the events of one user or one video by item, page by page. Memory does not grow with the number of events.
 *
 * <p>An event that is written during the scan is not taken from its page, because the page may show it before or after the
 * write. Its stream records tell what it was at any moment.
 */
final class EventScan {

    private final SummaryKey subject;
    private final DynamoDbClient dynamoDb;
    private final QueryRequest query;
    private final ReadBudget budget;

    private final Map<String, Counts> sums = new HashMap<>();
    /** When each page was confirmed, by the sort key at which it ends. */
    private final TreeMap<String, Long> confirmedNanos = new TreeMap<>();

    private final List<ScannedPage> unconfirmed = new ArrayList<>();
    private Map<String, AttributeValue> next = Map.of();
    private boolean isRead;
    private long events;

    /** What is kept of a page, which needs about a tenth of the memory of its items. */
    private record ScannedPage(List<ScannedEvent> events, String end) {}

    private record ScannedEvent(String key, EventValue value) {}

    EventScan(SummaryKey subject, DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.subject = subject;
        this.dynamoDb = dynamoDb;
        this.budget = budget;
        QueryRequest.Builder request =
                QueryRequest.builder().tableName(tableName).returnConsumedCapacity(budget.reported());
        AttributeValue partition = AttributeValue.fromS(Keys.partition(subject));
        if (subject.kind() == SummaryKey.Kind.USER) {
            request.consistentRead(true)
                    .keyConditionExpression(Keys.PK + " = :partition AND begins_with(" + Keys.SK + ", :events)")
                    .expressionAttributeValues(
                            Map.of(":partition", partition, ":events", AttributeValue.fromS(Keys.EVENTS_OF_USER)));
        } else {
            request.indexName(Keys.GSI1)
                    .keyConditionExpression(Keys.GSI1PK + " = :partition")
                    .expressionAttributeValues(Map.of(":partition", partition));
        }
        this.query = request.build();
    }

    SummaryKey subject() {
        return subject;
    }

    /** The number of events that the pages contained. */
    long events() {
        return events;
    }

    boolean isRead() {
        return isRead;
    }

    /** Reads the next page. It is not summed before {@link #confirm}. */
    void readPage() {
        QueryResponse page = dynamoDb.query(query.toBuilder()
                .exclusiveStartKey(next.isEmpty() ? null : next)
                .build());
        budget.spend(page.consumedCapacity());
        events += page.count();
        next = page.lastEvaluatedKey();
        unconfirmed.add(new ScannedPage(
                page.items().stream()
                        .flatMap(item ->
                                EventValue.of(item)
                                        .map(value -> new ScannedEvent(EventChange.eventKey(item), value))
                                        .stream())
                        .toList(),
                next.isEmpty()
                        ? String.valueOf(Character.MAX_VALUE)
                        : next.get(sortAttribute()).s()));
        isRead = next.isEmpty();
    }

    /** Sums the pages read. All stream records of writes before these reads must have been received. */
    void confirm(RecentChanges changes) {
        Set<String> changed = changes.of(subject).keySet();
        for (ScannedPage page : unconfirmed) {
            for (ScannedEvent event : page.events()) {
                if (!changed.contains(event.key())) {
                    add(event.value(), event.value().contribution().counts(), sums);
                }
            }
            confirmedNanos.put(page.end(), System.nanoTime());
        }
        unconfirmed.clear();
    }

    /** The names of all items that the events change. */
    Set<String> itemNames(RecentChanges changes) {
        Set<String> names = new HashSet<>(sums.keySet());
        names.add(ItemUpdate.nameOf(subject));
        changes.of(subject).values().forEach(list -> names.addAll(itemNames(list)));
        return names;
    }

    /**
     * The sums as they were at the moment at which the items were read.
     *
     * @param cuts the cut in which each item was read, by its name
     */
    Map<String, Counts> sums(RecentChanges changes, Map<String, Cut> cuts) {
        Map<String, Counts> atCut = new HashMap<>(sums);
        changes.of(subject).values().forEach(list -> {
            EventChange first = list.get(0);
            first.before()
                    .filter(value -> isSummed(value, first))
                    .ifPresent(value -> add(value, value.contribution().counts().negated(), atCut));
            for (String name : itemNames(list)) {
                for (EventCounter counter : EventCounter.values()) {
                    Optional.ofNullable(cuts.get(name))
                            .flatMap(cut -> valueAt(cut, name, counter, list))
                            .filter(value -> names(value).contains(name))
                            .ifPresent(value ->
                                    atCut.merge(name, value.contribution().counts(), Counts::plus));
                }
            }
        });
        return atCut;
    }

    private static Optional<EventValue> valueAt(Cut cut, String name, EventCounter counter, List<EventChange> changes) {
        Optional<EventValue> value = changes.get(0).before();
        for (EventChange change : changes) {
            if (!cut.includes(name, counter, change)) {
                break;
            }
            value = change.after();
        }
        return value.filter(event -> event.counter() == counter);
    }

    /** Whether an event was summed before its first change was received. */
    private boolean isSummed(EventValue value, EventChange firstChange) {
        Map.Entry<String, Long> page = confirmedNanos.ceilingEntry(sortKey(value));
        return page != null && page.getValue() < firstChange.receivedNanos();
    }

    private Set<String> itemNames(List<EventChange> changes) {
        Set<String> names = new HashSet<>();
        changes.forEach(change -> {
            change.before().ifPresent(value -> names.addAll(names(value)));
            change.after().ifPresent(value -> names.addAll(names(value)));
        });
        return names;
    }

    private void add(EventValue value, Counts counts, Map<String, Counts> sums) {
        names(value).forEach(name -> sums.merge(name, counts, Counts::plus));
    }

    /** The items of this user or video to which an event contributes. */
    private List<String> names(EventValue value) {
        List<String> names = new ArrayList<>(2);
        if (value.contribution().user().equals(subject)
                || value.contribution().video().equals(subject)) {
            names.add(ItemUpdate.nameOf(subject));
        }
        if (value.contribution().video().equals(subject)) {
            value.contribution().hour().ifPresent(hour -> names.add(ItemUpdate.nameOf(hour)));
        }
        return names;
    }

    private String sortAttribute() {
        return subject.kind() == SummaryKey.Kind.USER ? Keys.SK : Keys.GSI1SK;
    }

    private String sortKey(EventValue value) {
        return subject.kind() == SummaryKey.Kind.USER ? value.sortKey() : value.indexSortKey();
    }
}
