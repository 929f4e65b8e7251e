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
 * events of a hot video are read from several partitions of the index, one after the other.
 *
 * <p>An event that is written during the scan is not taken from its page, because the page may show it before or after the
 * write. Its stream records contain its value at any moment. This is also true for an event that moves to another partition
 * during the scan, because such a move is a write.
 */
final class EventScan {

    private final SummaryKey subject;
    private final SubjectEvents subjectEvents;
    private final DynamoDbClient dynamoDb;
    private final QueryRequest query;
    private final ReadBudget budget;

    private final Map<String, Counts> sums = new HashMap<>();
    /** The {@link System#nanoTime} at which each page was confirmed, by its partition and its last sort key. */
    private final Map<String, TreeMap<String, Long>> confirmedNanos = new HashMap<>();

    /** The partitions that are not completely read; the first one is being read. */
    private final Deque<String> partitions;

    private final List<String> allPartitions;
    private final UserVideos videos = new UserVideos();
    private final List<ScannedPage> unconfirmed = new ArrayList<>();
    private Map<String, AttributeValue> startKey = Map.of();
    private long events;

    /** The part of a page that is kept until it is confirmed: about a tenth of the memory of its items. */
    private record ScannedPage(String partition, List<ScannedEvent> events, String end) {}

    private record ScannedEvent(String key, EventValue value) {}

    /** Creates a scan that has read nothing yet. */
    EventScan(SubjectEvents subjectEvents, DynamoDbClient dynamoDb, String tableName, ReadBudget budget) {
        this.subject = subjectEvents.subject();
        this.subjectEvents = subjectEvents;
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

    /** The partitions at the start of the scan. Later events may be in further ones, but they have stream records. */
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

    boolean isComplete() {
        return partitions.isEmpty();
    }

    /** Reads the next page and returns the number of its items. They are summed by {@link #confirm}. */
    int readPage() {
        String partition = partitions.element();
        Map<String, AttributeValue> values = new HashMap<>(query.expressionAttributeValues());
        values.put(":partition", AttributeValue.fromS(partition));
        QueryResponse page = dynamoDb.query(query.toBuilder()
                .expressionAttributeValues(values)
                .exclusiveStartKey(startKey.isEmpty() ? null : startKey)
                .build());
        budget.spend(page.consumedCapacity());
        events += page.count();
        if (subject.kind() == SummaryKey.Kind.USER) {
            page.items().forEach(videos::add);
        }
        startKey = page.lastEvaluatedKey();
        unconfirmed.add(new ScannedPage(
                partition,
                page.items().stream()
                        .flatMap(item ->
                                EventValue.of(item)
                                        .map(value -> new ScannedEvent(EventChange.eventKey(item), value))
                                        .stream())
                        .toList(),
                startKey.isEmpty()
                        ? String.valueOf(Character.MAX_VALUE)
                        : startKey.get(subjectEvents.sortAttribute()).s()));
        if (startKey.isEmpty()) {
            partitions.remove();
        }
        return page.count();
    }

    /** Sums the pages read. Call it when all stream records of writes before these reads have been received. */
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
                    .computeIfAbsent(page.partition(), key -> new TreeMap<>())
                    .put(page.end(), System.nanoTime());
        }
        unconfirmed.clear();
    }

    /** The videos of a user that the pages contained. */
    UserVideos videos() {
        return videos;
    }

    /** Reads the viewers of a video and passes the item of each to the receiver. */
    void readViewers(Consumer<Map<String, AttributeValue>> receiver) {
        new ViewerScan(subject, dynamoDb, query, budget).read(allPartitions, receiver);
    }

    /** The names of all items that the events change. */
    Set<String> itemNames(RecentChanges changes) {
        Set<String> names = new HashSet<>(sums.keySet());
        names.add(ItemUpdate.nameOf(subject));
        changes.of(subject).values().forEach(list -> names.addAll(subjectEvents.itemNames(list)));
        return names;
    }

    /**
     * The sums by item, as they were when the items were read.
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
            for (String name : subjectEvents.itemNames(list)) {
                for (EventCounter counter : EventCounter.values()) {
                    Optional.ofNullable(cuts.get(name))
                            .flatMap(cut -> cut.valueIn(name, counter, list))
                            .filter(value -> subjectEvents.itemNames(value).contains(name))
                            .ifPresent(value ->
                                    atCut.merge(name, value.contribution().counts(), Counts::plus));
                }
            }
        });
        return atCut;
    }

    /**
     * The views of a video by hour, as they were when its summary was read.
     *
     * @param cut the cut in which the summary was read
     */
    HourlyViews hourly(RecentChanges changes, Cut cut) {
        String name = ItemUpdate.nameOf(subject);
        Map<String, Long> views = new HashMap<>();
        // Only events that change during the audit have different values in different cuts. They are corrected below.
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
                .getOrDefault(subjectEvents.partition(value), new TreeMap<>())
                .ceilingEntry(subjectEvents.sortKey(value));
        return page != null && page.getValue() < firstChange.receivedNanos();
    }

    private void add(EventValue value, Counts counts, Map<String, Counts> sums) {
        subjectEvents.itemNames(value).forEach(name -> sums.merge(name, counts, Counts::plus));
    }
}
