package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.VirtualShards.PartitionedRecord;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.mapping.RecordWriter;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.testsupport.faults.Fault;
import io.github.viewtally.testsupport.faults.FaultPlan;
import io.github.viewtally.testsupport.faults.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A database in which many histories are replayed, each with its own ids, through a fault proxy. */
final class ChaosLab implements AutoCloseable {

    /** A table for summaries only. The events are in the table with the stream. */
    static final String BASELINE_TABLE = "baseline";

    /** A table for summaries only. */
    static final String MUTANT_TABLE = "mutant";

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration CALL_TIMEOUT = Duration.ofMillis(200);
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final double UNPROCESSED_PROBABILITY = 0.2;
    private static final Identity TIME_TO_LIVE = Identity.builder()
            .type("Service")
            .principalId("dynamodb.amazonaws.com")
            .build();

    private final StackTemplate stack = StackTemplate.load(Map.of());
    private final TestTable table = new TestTable();
    private final DynamoDbStreamsClient streams = table.newStreamsClient();
    private final StreamTap tap = new StreamTap(streams, table.streamArn());

    ChaosLab() {
        createTable(BASELINE_TABLE);
        createTable(MUTANT_TABLE);
    }

    private void createTable(String name) {
        table.client()
                .createTable(stack.table().definition().toBuilder()
                        .tableName(name)
                        .streamSpecification((StreamSpecification) null)
                        .build());
    }

    /**
     * A history with its stream records and its expected counts.
     *
     * @param records the stream records
     * @param keys the keys of all summaries
     * @param expected the expected summaries
     * @param hours the expected hours of videos
     * @param faults the faults that were injected while the events were written
     */
    record Recorded(
            History history,
            Namespace namespace,
            List<PartitionedRecord> records,
            Set<SummaryKey> keys,
            Map<SummaryKey, Counts> expected,
            Map<SummaryKey, Counts> expired,
            Map<String, Counts> hours,
            Map<Fault, Long> faults) {}

    /** The result of one way to count a history. */
    record DeliveryResult(List<String> differences, Map<String, Long> faults, int invocations) {}

    /** Writes the operations of a history to the table and reads the records from its stream. */
    Recorded record(History history) {
        Namespace namespace = new Namespace("h" + NAMES.incrementAndGet());
        EventWriter writer;
        Map<Fault, Long> faults;
        FaultPlan plan = FaultPlan.seeded(history.seed(), Map.of(Fault.UNPROCESSED_ITEMS, UNPROCESSED_PROBABILITY));
        try (FaultProxy proxy = FaultProxy.start(table.endpoint(), plan, DELAY);
                DynamoDbClient client = table.newClient(proxy.endpoint())) {
            writer = new EventWriter(client, namespace);
            writer.write(history.ops());
            faults = proxy.injected();
        }
        RecordWriter json = new RecordWriter(table.streamArn());
        List<PartitionedRecord> records = new ArrayList<>();
        for (Record record : tap.await(namespace)) {
            Record marked = markIfExpired(record, writer);
            records.add(
                    new PartitionedRecord(record.dynamodb().keys().get(Keys.PK).s(), json.write(marked)));
        }
        Set<SummaryKey> keys = new LinkedHashSet<>();
        List<Map<String, AttributeValue>> events = new ArrayList<>(writer.expired());
        history.ops().forEach(op -> {
            SummaryKey user = SummaryKey.user(namespace.user(op.user()));
            if (keys.add(user)) {
                events.addAll(eventsOf(user));
            }
            keys.add(SummaryKey.video(namespace.video(op.video())));
        });
        return new Recorded(
                history,
                namespace,
                records,
                keys,
                Oracle.recount(events),
                Oracle.recount(writer.expired()),
                Oracle.recountHours(events),
                faults);
    }

    /** Marks a removal as one by time to live. DynamoDB Local removes expired items at unpredictable times. */
    private static Record markIfExpired(Record record, EventWriter writer) {
        boolean expired = record.eventName() == OperationType.REMOVE
                && writer.nextRemovalExpires(record.dynamodb().keys());
        return expired ? record.toBuilder().userIdentity(TIME_TO_LIVE).build() : record;
    }

    private List<Map<String, AttributeValue>> eventsOf(SummaryKey user) {
        return table
                .client()
                .queryPaginator(request -> request.tableName(TestTable.NAME)
                        .consistentRead(true)
                        .keyConditionExpression("PK = :user AND begins_with(SK, :events)")
                        .expressionAttributeValues(Map.of(
                                ":user", AttributeValue.fromS(Keys.partition(user)),
                                ":events", AttributeValue.fromS(Keys.EVENTS_OF_USER))))
                .items()
                .stream()
                .toList();
    }

    /** Delivers a recorded history to an aggregation and compares its counts with the expected ones. */
    DeliveryResult deliver(Recorded recorded, Aggregation aggregation, String tableName) throws InterruptedException {
        Random random = new Random(recorded.history().seed());
        FaultPlan plan = FaultPlan.seeded(recorded.history().seed(), probabilities());
        try (FaultProxy proxy = FaultProxy.start(table.endpoint(), plan, DELAY);
                DynamoDbClient client = table.newClientWithoutRetries(proxy.endpoint(), CALL_TIMEOUT)) {
            Simulation simulation = new Simulation(stack, aggregation, client, tableName, random);
            simulation.run(VirtualShards.distribute(recorded.namespace(), recorded.records(), random));
            Map<String, Long> faults = new HashMap<>(simulation.faults());
            recorded.faults().forEach((fault, times) -> faults.merge("DynamoDB: " + fault, times, Long::sum));
            proxy.injected().forEach((fault, times) -> faults.merge("DynamoDB: " + fault, times, Long::sum));
            List<String> differences =
                    new ArrayList<>(Oracle.differences(recorded.expected(), found(recorded, tableName)));
            if (aggregation.keepsHours()) {
                differences.addAll(Oracle.differences(recorded.hours(), foundHours(recorded, tableName)));
                differences.addAll(Oracle.differences(recorded.expired(), foundExpired(recorded, tableName)));
            }
            return new DeliveryResult(differences, faults, simulation.invocations());
        }
    }

    private static Map<Fault, Double> probabilities() {
        Map<Fault, Double> probabilities = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            boolean slow = fault == Fault.DELAY_RESPONSE || fault == Fault.DELAY_REQUEST;
            probabilities.put(fault, slow ? 0.005 : 0.03);
        }
        return probabilities;
    }

    private Map<SummaryKey, Counts> foundExpired(Recorded recorded, String tableName) {
        Map<SummaryKey, Counts> found = new HashMap<>();
        for (SummaryKey key : recorded.keys()) {
            Attributes item = Attributes.of(summary(key, tableName));
            found.put(
                    key,
                    new Counts(
                            item.counter(Keys.EXPIRED_VIEWS).longValueExact(),
                            item.counter(Keys.EXPIRED_DURATION).longValueExact(),
                            item.counter(Keys.EXPIRED_LIKES).longValueExact(),
                            item.counter(Keys.EXPIRED_DISLIKES).longValueExact()));
        }
        return found;
    }

    private Map<String, AttributeValue> summary(SummaryKey subject, String tableName) {
        return table.client()
                .getItem(request -> request.tableName(tableName)
                        .key(SummaryItems.key(subject))
                        .consistentRead(true))
                .item();
    }

    private Map<SummaryKey, Counts> found(Recorded recorded, String tableName) {
        Map<SummaryKey, Counts> found = new HashMap<>();
        for (SummaryKey key : recorded.keys()) {
            Map<String, AttributeValue> item = summary(key, tableName);
            SummaryItems.toSummary(key.kind(), Attributes.of(item))
                    .map(summary -> summary.totals().toCounts())
                    .ifPresent(counts -> found.put(key, counts));
        }
        return found;
    }

    private Map<String, Counts> foundHours(Recorded recorded, String tableName) {
        Map<String, Counts> found = new HashMap<>();
        recorded.keys().stream()
                .filter(key -> key.kind() == SummaryKey.Kind.VIDEO)
                .forEach(video -> table.client()
                        .queryPaginator(request -> request.tableName(tableName)
                                .consistentRead(true)
                                .keyConditionExpression("PK = :video AND begins_with(SK, :hours)")
                                .expressionAttributeValues(Map.of(
                                        ":video", AttributeValue.fromS(Keys.partition(video)),
                                        ":hours", AttributeValue.fromS("HOUR#"))))
                        .items()
                        .forEach(item -> found.put(
                                video.id() + "/" + item.get("SK").s().substring("HOUR#".length()),
                                new Counts(
                                        Long.parseLong(item.get("views").n()),
                                        Long.parseLong(item.get("duration").n()),
                                        0,
                                        0))));
        return found;
    }

    @Override
    public void close() {
        tap.close();
        streams.close();
        table.close();
    }
}
