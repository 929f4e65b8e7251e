package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.EventCounter.Contribution;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Sums the events of one user or one video by item, page by page. Memory does not grow with the number of events. The
 * events of a hot video are read from several partitions of the index, one after the other. An event that moves to another
 * partition meanwhile is written, too.
 *
 * <p>An event that is written during the scan is not taken from its page, because the page may show it before or after the
 * write. Its stream records tell what it was at any moment.
 */
final class EventScan {

    private final SummaryKey subject;
    private final SubjectEvents own;
    private final DynamoDbClient dynamoDb;
    private final QueryRequest query;
    private final ReadBudget budget;

    private final Map<String, Counts> sums = new HashMap<>();
    /** When each page was confirmed, by its partition and the sort key at which it ends. */
    private final Map<String, TreeMap<String, Long>> confirmedNanos = new HashMap<>();

    /** The partitions that are not completely read; the first one is being read. */
    private final Deque<String> partitions;

    private final List<String> allPartitions;

    private final UserVideos videos = new UserVideos();
    private final List<ScannedPage> unconfirmed = new ArrayList<>();
    private Map<String, AttributeValue> next = Map.of();
    private long events;

    /** What is kept of a page, which needs about a tenth of the memory of its items. */
    private record ScannedPage(String partition, List<ScannedEvent> events, String end) {}

    private record ScannedEvent(String key, EventValue value) {}

    /** Creates a scan that has read nothing yet. */
    EventScan(SubjectEvents own, DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.subject = own.subject();
        this.own = own;
        this.dynamoDb = dynamoDb;
        this.budget = budget;
        QueryRequest.Builder request =
                QueryRequest.builder().tableName(tableName).returnConsumedCapacity(budget.reported());
        if (subject.kind() == SummaryKey.Kind.USER) {
            request.consistentRead(true)
                    .keyConditionExpression(Keys.PK + " = :partition AND begins_with(" + Keys.SK + ", :events)")
                    .expressionAttributeValues(Map.of(":events", AttributeValue.fromS(Keys.EVENTS_OF_USER)));
            this.partitions = new ArrayDeque<>(List.of(Keys.partition(subject)));
        } else {
            request.indexName(Keys.GSI1).keyConditionExpression(Keys.GSI1PK + " = :partition");
            this.partitions = new ArrayDeque<>(indexPartitions(tableName));
        }
        this.allPartitions = List.copyOf(partitions);
        this.query = request.build();
    }

    /** Later events may be in further partitions, but their stream records tell everything about them. */
    private List<String> indexPartitions(String tableName) {
        GetItemResponse spread = dynamoDb.getItem(request -> request.tableName(tableName)
                .key(SpreadItems.key(subject.id()))
                .consistentRead(true)
                .returnConsumedCapacity(budget.reported()));
        budget.spend(spread.consumedCapacity());
        return SpreadItems.indexPartitions(subject.id(), SpreadItems.partitions(Attributes.of(spread.item())));
    }

    SummaryKey subject() {
        return subject;
    }

    /** The number of events that the pages contained. */
    long events() {
        return events;
    }

    boolean isRead() {
        return partitions.isEmpty();
    }

    /** Reads the next page and returns the number of its items. They are not summed before {@link #confirm}. */
    int readPage() {
        String partition = partitions.element();
        Map<String, AttributeValue> values = new HashMap<>(query.expressionAttributeValues());
        values.put(":partition", AttributeValue.fromS(partition));
        QueryResponse page = dynamoDb.query(query.toBuilder()
                .expressionAttributeValues(values)
                .exclusiveStartKey(next.isEmpty() ? null : next)
                .build());
        budget.spend(page.consumedCapacity());
        events += page.count();
        if (subject.kind() == SummaryKey.Kind.USER) {
            page.items().forEach(videos::add);
        }
        next = page.lastEvaluatedKey();
        unconfirmed.add(new ScannedPage(
                partition,
                page.items().stream()
                        .flatMap(item ->
                                EventValue.of(item)
                                        .map(value -> new ScannedEvent(EventChange.eventKey(item), value))
                                        .stream())
                        .toList(),
                next.isEmpty()
                        ? String.valueOf(Character.MAX_VALUE)
                        : next.get(own.sortAttribute()).s()));
        if (next.isEmpty()) {
            partitions.remove();
        }
        return page.count();
    }

    /** Sums the pages read. All stream records of writes before these reads must have been received. */
    void confirm(RecentChanges changes) {
        Set<String> changed = changes.of(subject).keySet();
        for (ScannedPage page : unconfirmed) {
            for (ScannedEvent event : page.events()) {
                if (!changed.contains(event.key())) {
                    add(event.value(), event.value().contribution().counts(), sums);
                    if (subject.kind() == SummaryKey.Kind.USER) {
                        videos.add(event.value().contribution());
                    }
                }
            }
            confirmedNanos
                    .computeIfAbsent(page.partition(), first -> new TreeMap<>())
                    .put(page.end(), System.nanoTime());
        }
        unconfirmed.clear();
    }

    /** What the pages contained of the videos of a user. */
    UserVideos videos() {
        return videos;
    }

    /** Reads the viewers of a video and passes their items on. */
    void readViewers(Consumer<Map<String, AttributeValue>> receiver) {
        new ViewerScan(subject, dynamoDb, query, budget).read(allPartitions, receiver);
    }

    /** The names of all items that the events change. */
    Set<String> itemNames(RecentChanges changes) {
        Set<String> names = new HashSet<>(sums.keySet());
        names.add(ItemUpdate.nameOf(subject));
        changes.of(subject).values().forEach(list -> names.addAll(own.itemNames(list)));
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
            for (String name : own.itemNames(list)) {
                for (EventCounter counter : EventCounter.values()) {
                    Optional.ofNullable(cuts.get(name))
                            .flatMap(cut -> cut.valueIn(name, counter, list))
                            .filter(value -> own.itemNames(value).contains(name))
                            .ifPresent(value ->
                                    atCut.merge(name, value.contribution().counts(), Counts::plus));
                }
            }
        });
        return atCut;
    }

    /**
     * The views of a video by hour, as they were at the moment at which its summary was read.
     *
     * @param cut the cut in which the summary was read
     */
    HourlyViews hourly(RecentChanges changes, Cut cut) {
        String name = ItemUpdate.nameOf(subject);
        Map<String, Long> views = new HashMap<>();
        // The sum of an hour is the same in every cut, except for events that change.
        sums.forEach((item, counts) -> {
            if (!item.equals(name)) {
                views.put(Keys.hourOfSort(ItemUpdate.sortOf(item)), counts.views());
            }
        });
        changes.of(subject).values().forEach(list -> {
            EventChange first = list.get(0);
            first.before().filter(value -> isSummed(value, first)).ifPresent(value -> addHourly(value, -1, views));
            cut.valueIn(name, EventCounter.VIEWS, list).ifPresent(value -> addHourly(value, 1, views));
        });
        return new HourlyViews(views);
    }

    private void addHourly(EventValue value, int factor, Map<String, Long> views) {
        Contribution event = value.contribution();
        if (event.video().equals(subject)) {
            event.hour()
                    .ifPresent(hour ->
                            views.merge(hour.hour(), factor * event.counts().views(), Long::sum));
        }
    }

    /** Whether an event was summed before its first change was received. */
    boolean isSummed(EventValue value, EventChange firstChange) {
        Map.Entry<String, Long> page = confirmedNanos
                .getOrDefault(own.partition(value), new TreeMap<>())
                .ceilingEntry(own.sortKey(value));
        return page != null && page.getValue() < firstChange.receivedNanos();
    }

    private void add(EventValue value, Counts counts, Map<String, Counts> sums) {
        own.itemNames(value).forEach(name -> sums.merge(name, counts, Counts::plus));
    }
}
