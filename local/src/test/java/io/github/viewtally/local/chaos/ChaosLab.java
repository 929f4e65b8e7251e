package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.VirtualShards.CapturedRecord;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.mapping.RecordWriter;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
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

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final AtomicInteger TABLES = new AtomicInteger();
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

    /**
     * A history with its stream records and its events.
     *
     * @param records the stream records
     * @param keys the keys of all summaries
     * @param events the events in the table
     * @param expired the events that time to live has removed, in their last version
     * @param faults the faults that were injected while the events were written
     */
    record Recorded(
            History history,
            Namespace namespace,
            List<CapturedRecord> records,
            Set<SummaryKey> keys,
            List<Map<String, AttributeValue>> events,
            List<Map<String, AttributeValue>> expired,
            Map<Fault, Long> faults) {

        /** The events in the table and those that time to live has removed. */
        List<Map<String, AttributeValue>> all() {
            List<Map<String, AttributeValue>> all = new ArrayList<>(events);
            all.addAll(expired);
            return all;
        }
    }

    /** Writes the operations of a history to the table and reads the records from its stream. */
    Recorded record(History history) {
        Namespace namespace = new Namespace("h" + NAMES.incrementAndGet());
        EventWriter writer;
        Map<Fault, Long> faults;
        FaultPlan plan = FaultPlan.seeded(history.seed(), Map.of(Fault.UNPROCESSED_ITEMS, UNPROCESSED_PROBABILITY));
        try (FaultProxy proxy = FaultProxy.start(table.endpoint(), plan, DELAY);
                DynamoDbClient client = table.newClientWithShortPauses(proxy.endpoint())) {
            writer = new EventWriter(client, namespace);
            writer.write(history.ops());
            faults = proxy.injected();
        }
        RecordWriter json = new RecordWriter(table.streamArn());
        List<CapturedRecord> records = new ArrayList<>();
        for (Record record : tap.await(namespace)) {
            Record marked = markIfExpired(record, writer);
            records.add(new CapturedRecord(marked, json.write(marked)));
        }
        Set<SummaryKey> keys = new LinkedHashSet<>();
        List<Map<String, AttributeValue>> events = new ArrayList<>();
        history.ops().forEach(op -> {
            SummaryKey user = SummaryKey.user(namespace.user(op.user()));
            if (keys.add(user)) {
                events.addAll(eventsOf(user));
            }
            keys.add(SummaryKey.video(namespace.video(op.video())));
        });
        return new Recorded(history, namespace, records, keys, events, writer.expired(), faults);
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
    DeliveryResult deliver(Recorded recorded, Aggregation aggregation) throws InterruptedException {
        try (Delivery delivery = new Delivery(recorded, aggregation, 0)) {
            delivery.putEvents();
            delivery.simulation.run();
            CountedItems found = CountedItems.read(table.client(), delivery.tableName, recorded.keys());
            List<String> differences = Differences.all(recorded, found);
            if (!aggregation.keepsHours()) {
                Map<SummaryKey, Counts> expected = Oracle.withoutViewers(Oracle.recount(recorded.all()));
                expected.remove(Oracle.SITE);
                differences = Oracle.differences(expected, found.totals());
            }
            return new DeliveryResult(differences, delivery.faults(), delivery.simulation.invocations(), 0, 0);
        }
    }

    /** Delivers a recorded history to the aggregators, with damage and audits, and compares the counts with the expected ones. */
    DeliveryResult deliverWithAudits(Recorded recorded, AuditMutants mutant) throws InterruptedException {
        Random random = new Random(~recorded.history().seed());
        int giveUps = Math.max(0, random.nextInt(6) - 3);
        try (Delivery delivery = new Delivery(recorded, Aggregation.EXACTLY_ONCE, giveUps);
                DynamoDbClient auditorClient = table.newClientWithShortPauses(delivery.proxy.endpoint())) {
            delivery.putEvents();
            AuditedDelivery audited = new AuditedDelivery(
                    delivery.simulation,
                    delivery.shards,
                    recorded,
                    new AuditedTable(table.client(), auditorClient, delivery.tableName),
                    mutant,
                    random);
            audited.run();
            CountedItems found = CountedItems.read(table.client(), delivery.tableName, recorded.keys());
            boolean isExpiredKnown =
                    !audited.hasDamage() && delivery.simulation.givenUp().isEmpty();
            List<String> differences =
                    isExpiredKnown ? Differences.all(recorded, found) : Differences.unexpired(recorded, found);
            differences.addAll(found.wrongSummaries());
            differences.addAll(audited.falseAlarms());
            return new DeliveryResult(
                    differences,
                    delivery.faults(),
                    delivery.simulation.invocations(),
                    audited.audited(),
                    audited.repaired());
        }
    }

    /** The delivery of one history through a fault proxy, to a table of its own, because the totals of everything are one. */
    private final class Delivery implements AutoCloseable {

        private final Recorded recorded;
        private final String tableName = "history-" + TABLES.incrementAndGet();
        private final FaultProxy proxy;
        private final DynamoDbClient client;
        private final List<Shard> shards;
        private final Simulation simulation;

        Delivery(Recorded recorded, Aggregation aggregation, int giveUps) {
            this.recorded = recorded;
            table.client()
                    .createTable(stack.table().definition().toBuilder()
                            .tableName(tableName)
                            .streamSpecification((StreamSpecification) null)
                            .build());
            long seed = recorded.history().seed();
            Random random = new Random(seed);
            proxy = FaultProxy.start(table.endpoint(), FaultPlan.seeded(seed, probabilities()), DELAY);
            client = table.newClientWithoutRetries(proxy.endpoint(), CALL_TIMEOUT);
            shards = VirtualShards.distribute(recorded.namespace(), recorded.records(), random);
            simulation = new Simulation(stack, aggregation, client, tableName, shards, giveUps, random);
        }

        /** The table is ahead of the stream: it has the events as they are at the end. */
        void putEvents() {
            recorded.events().forEach(event -> table.client()
                    .putItem(request -> request.tableName(tableName).item(event)));
        }

        Map<String, Long> faults() {
            Map<String, Long> faults = new HashMap<>(simulation.faults());
            recorded.faults().forEach((fault, times) -> faults.merge("DynamoDB: " + fault, times, Long::sum));
            proxy.injected().forEach((fault, times) -> faults.merge("DynamoDB: " + fault, times, Long::sum));
            return faults;
        }

        @Override
        public void close() {
            client.close();
            proxy.close();
            WarmFunctions.end(tableName);
            table.client().deleteTable(request -> request.tableName(tableName));
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

    @Override
    public void close() {
        tap.close();
        streams.close();
        table.close();
    }
}
