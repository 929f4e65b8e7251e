package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Measures what summaries and hours hold, and what they should hold at that moment. */
final class Measurement {

    /** The approximate number of items in memory between two polls of the stream. A scan always reads at least one page. */
    private static final int ITEMS_AT_ONCE = 40_000;

    /** That many changes need about 100 MB of memory. */
    private static final int MAX_CHANGES = 200_000;

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final AuditSettings settings;
    private final ReadBudget budget;
    private final CheckpointReader reader;
    private final RecentChanges changes = new RecentChanges(MAX_CHANGES);
    private final StreamFollower stream;
    private final CutReader cutReader;
    private boolean isStarted;
    private long events;

    Measurement(
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            String tableName,
            AuditSettings settings,
            ReadBudget budget) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.settings = settings;
        this.budget = budget;
        this.reader = new CheckpointReader(dynamoDb, tableName, settings.maxTransactionItems(), budget);
        String streamArn = dynamoDb.describeTable(request -> request.tableName(tableName))
                .table()
                .latestStreamArn();
        if (streamArn == null) {
            throw new IllegalStateException("the table " + tableName + " has no stream");
        }
        this.stream = new StreamFollower(streams, streamArn, reader, changes::add);
        this.cutReader = new CutReader(reader, stream, changes, settings, budget);
    }

    /** The number of events read since the last call. */
    long takeEvents() {
        long taken = events;
        events = 0;
        return taken;
    }

    /** Measures the summaries of users and videos, and their hours. */
    List<AuditedItem> measure(Collection<SummaryKey> subjects) {
        catchUp();
        List<EventScan> scans = subjects.stream()
                .map(subject -> new SubjectEvents(subject, settings.counting()))
                .map(events -> new EventScan(events, dynamoDb, tableName, budget))
                .toList();
        readEvents(scans);
        Map<String, SummaryKey> items = new LinkedHashMap<>();
        for (EventScan scan : scans) {
            events += scan.events();
            Set<String> names = new LinkedHashSet<>(scan.itemNames(changes));
            names.addAll(storedHours(scan.subject()));
            names.forEach(name -> items.put(name, scan.subject()));
        }
        Map<String, Cut> cuts = cutReader.read(items);
        Map<SummaryKey, Map<String, Counts>> sums =
                scans.stream().collect(Collectors.toMap(EventScan::subject, scan -> scan.sums(changes, cuts)));
        Map<String, AuditedTrend> trends = trends(scans, cuts);
        List<AuditedItem> measured = new ArrayList<>(items.size());
        Map<SummaryKey, OptionalLong> viewers = new HashMap<>();
        List<AuditedItem> wrongViewers = new ArrayList<>();
        if (settings.counting().uniqueViewers()) {
            measureViewers(scans, cuts, viewers, wrongViewers);
        }
        items.forEach((name, subject) -> {
            Cut cut = cuts.get(name);
            Counts sum = sums.get(subject).getOrDefault(name, Counts.ZERO);
            boolean isSummary = name.equals(ItemUpdate.nameOf(subject));
            OptionalLong known = isSummary ? viewers.getOrDefault(subject, OptionalLong.empty()) : OptionalLong.of(0);
            AuditedItem item = new AuditedItem(
                    subject,
                    name,
                    cut.items().getOrDefault(name, Map.of()),
                    sum.plus(Counts.ofViewers(known.orElse(0)))
                            .plus(cut.deferred(name).negated()),
                    Optional.ofNullable(trends.get(name)),
                    Optional.empty());
            measured.add(known.isPresent() ? item : item.withStoredViewers());
        });
        // The repair of a viewer changes summaries, which must exist.
        measured.addAll(wrongViewers);
        return measured;
    }

    /** The stored and the expected trend of each video, by the name of its summary. */
    private Map<String, AuditedTrend> trends(List<EventScan> scans, Map<String, Cut> cuts) {
        HalfLife halfLife = settings.counting().halfLife();
        long latest = halfLife.latestEpoch(Instant.now());
        Map<String, AuditedTrend> trends = new HashMap<>();
        for (EventScan scan : scans) {
            if (scan.subject().kind() == SummaryKey.Kind.VIDEO) {
                String name = ItemUpdate.nameOf(scan.subject());
                Cut cut = cuts.get(name);
                TrendScore expected =
                        halfLife.weigh(scan.hourly(changes, cut)).minus(halfLife.weigh(cut.deferredHourly(name)));
                Map<String, AttributeValue> stored = cut.items().getOrDefault(name, Map.of());
                trends.put(name, new AuditedTrend(scan.subject(), halfLife, stored, expected, latest));
            }
        }
        return trends;
    }

    private void measureViewers(
            List<EventScan> scans,
            Map<String, Cut> cuts,
            Map<SummaryKey, OptionalLong> expected,
            List<AuditedItem> wrong) {
        if (scans.stream().anyMatch(scan -> scan.subject().kind() == SummaryKey.Kind.VIDEO)) {
            // Viewers that were added before the cut must have reached the index.
            budget.pause(settings.streamDelay().toMillis());
        }
        ViewerMeasurement viewers = new ViewerMeasurement(changes, reader);
        viewers.read(scans, cuts);
        cutReader.awaitCommitted();
        // Listed after the viewers were read.
        Set<String> listed = Set.copyOf(stream.shardIds());
        for (EventScan scan : scans) {
            Cut cut = cuts.get(ItemUpdate.nameOf(scan.subject()));
            expected.put(scan.subject(), viewers.expected(scan, cut, listed));
            wrong.addAll(viewers.wrongViewers(scan, cut));
        }
    }

    /** Adds to the number of events read. */
    void addEvents(long read) {
        events += read;
    }

    RecentChanges changes() {
        return changes;
    }

    /** The cut in which each item was read, by its name. */
    Map<String, Cut> cuts(Map<String, SummaryKey> items) {
        return cutReader.read(items);
    }

    /** Reads the stream, and removes the changes that no measurement needs any more. */
    void catchUp() {
        stream.poll();
        if (!isStarted) {
            // Writes older than the first record that was read must have reached the index.
            awaitStream();
            isStarted = true;
            return;
        }
        Cut committed = new Cut(Map.of(), reader.read(stream.shardIds()), Set.of());
        long old = System.nanoTime() - settings.streamDelay().toNanos();
        changes.removeIf(change -> change.receivedNanos() < old && committed.isCommitted(change));
    }

    private void readEvents(List<EventScan> scans) {
        List<EventScan> unread = scans;
        while (!unread.isEmpty()) {
            int items = 0;
            for (EventScan scan : unread) {
                do {
                    items += scan.readPage();
                } while (items < ITEMS_AT_ONCE && !scan.isComplete());
            }
            awaitStream();
            scans.forEach(scan -> scan.confirm(changes));
            unread = unread.stream().filter(scan -> !scan.isComplete()).toList();
        }
    }

    /** Waits until all records of writes before this call are received. */
    void awaitStream() {
        budget.pause(settings.streamDelay().toMillis());
        stream.poll();
    }

    /** The names of the hours in the table; empty if the hours of the subject are not audited. */
    List<String> storedHours(SummaryKey subject) {
        if (subject.kind() == SummaryKey.Kind.USER && !settings.counting().hoursOfUsers()) {
            return List.of();
        }
        QueryRequest request = QueryRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .projectionExpression(Keys.PK + ", " + Keys.SK)
                .keyConditionExpression(Keys.PK + " = :owner AND begins_with(" + Keys.SK + ", :hours)")
                .expressionAttributeValues(Map.of(
                        ":owner", AttributeValue.fromS(Keys.partition(subject)),
                        ":hours", AttributeValue.fromS(Keys.hourSort(""))))
                .returnConsumedCapacity(budget.reported())
                .build();
        List<String> names = new ArrayList<>();
        dynamoDb.queryPaginator(request).forEach(page -> {
            budget.spend(page.consumedCapacity());
            page.items().forEach(item -> names.add(EventChange.eventKey(item)));
        });
        return names;
    }
}
