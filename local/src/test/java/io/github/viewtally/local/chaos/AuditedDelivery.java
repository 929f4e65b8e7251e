package io.github.viewtally.local.chaos;

import io.github.viewtally.aggregators.audit.AuditReport;
import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.audit.Auditor;
import io.github.viewtally.aggregators.audit.Finding;
import io.github.viewtally.aggregators.audit.ReadBudget;
import io.github.viewtally.aggregators.audit.SingleMeasurement;
import io.github.viewtally.local.chaos.ChaosLab.Recorded;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Delivers a history, and meanwhile damages its summaries and hours, audits and repairs them. Records are delivered also
 * between two calls of an audit. At the end, an audit repairs what is left.
 */
final class AuditedDelivery {

    private static final AuditSettings SETTINGS =
            new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));

    /** With small transactions, the checkpoints of all shards do not fit in one. */
    private static final AuditSettings MANY_SHARDS =
            new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), 6);

    private static final int MAX_ATTEMPTS = 10;

    private final Simulation simulation;
    private final List<Shard> shards;
    private final List<SummaryKey> subjects;
    private final DynamoDbClient client;
    private final DynamoDbClient auditorClient;
    private final AuditMutants mutant;
    private final Random random;
    private final Set<SummaryKey> damaged = new HashSet<>();
    private final List<String> falseAlarms = new ArrayList<>();
    private final SummaryKey erasedUser;
    private boolean isErasureLeft;
    private int damagesLeft;
    private long audited;
    private long repaired;

    /**
     * Creates a delivery.
     *
     * @param client a client without faults
     * @param auditorClient the client of the auditor, with faults
     */
    AuditedDelivery(
            Simulation simulation,
            List<Shard> shards,
            Recorded recorded,
            DynamoDbClient client,
            DynamoDbClient auditorClient,
            AuditMutants mutant,
            Random random) {
        this.simulation = simulation;
        this.shards = shards;
        this.subjects = List.copyOf(recorded.keys());
        this.erasedUser = SummaryKey.user(recorded.namespace().user(0));
        this.isErasureLeft = recorded.history().erasesUser();
        this.client = client;
        this.auditorClient = mutant.broken(withSteps(auditorClient), this::step);
        this.mutant = mutant;
        this.random = random;
        this.damagesLeft = Math.max(0, random.nextInt(8) - 4);
    }

    /** Delivers the history and repairs all damage. */
    void run() throws InterruptedException {
        while (!simulation.isDone()) {
            simulation.step();
            int percent = random.nextInt(100);
            if (percent < 3 || percent >= 50 && simulation.isDeferring()) {
                simulation.count("audit runs beside the delivery");
                if (simulation.isDeferring()) {
                    simulation.count("audit runs while items are deferred");
                }
                audit(random.nextBoolean());
            } else if (percent < 11 && damagesLeft > 0) {
                damagesLeft--;
                damage();
            } else if (percent < 19 && isErasureLeft) {
                erase();
            } else if (percent < 19) {
                switchVersion();
            }
        }
        simulation.finish();
        if (isErasureLeft) {
            erase();
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS && !audit(true); attempt++) {
            simulation.count("audit is repeated after a fault");
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS && !audit(false); attempt++) {
            simulation.count("audit is repeated after a fault");
        }
    }

    /** Deletes the summary of a user without events, as {@code DELETE /users/{userId}} does, counted or not. */
    private void erase() {
        isErasureLeft = false;
        simulation.count("user is erased");
        damaged.add(erasedUser);
        Damage.SUMMARY_DELETED.apply(client, TestTable.NAME, erasedUser, random);
    }

    private void damage() {
        SummaryKey subject = subjects.get(random.nextInt(subjects.size()));
        Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
        simulation.count("damage: " + damage);
        damaged.add(subject);
        damage.apply(client, TestTable.NAME, subject, random);
    }

    /** Makes a batch that is partly committed the work of another version of the code. */
    private void switchVersion() {
        for (Shard shard : shards) {
            for (String aggregator : List.of("views", "votes")) {
                switchVersion(aggregator, shard.id());
            }
        }
    }

    private void switchVersion(String aggregator, String shardId) {
        try {
            client.updateItem(request -> request.tableName(TestTable.NAME)
                    .key(EventItems.key(Keys.checkpoint(aggregator, shardId), Keys.CHECKPOINT))
                    .updateExpression("SET " + Keys.PARTIAL_VERSION + " = :other")
                    .conditionExpression("attribute_exists(" + Keys.PARTIAL_THROUGH + ")")
                    .expressionAttributeValues(Map.of(":other", AttributeValue.fromS("another"))));
            simulation.count("version changes in the middle of a batch");
        } catch (ConditionalCheckFailedException e) {
            // No batch is partly committed.
        }
    }

    /**
     * Audits all users and videos.
     *
     * @param repair whether to repair what two measurements agree on; otherwise one measurement must be exact
     * @return whether the audit was completed, and repaired what it found
     */
    private boolean audit(boolean repair) {
        AuditSettings settings = random.nextInt(3) == 0 ? MANY_SHARDS : SETTINGS;
        DynamoDbStreamsClient stream = mutant.broken(new VirtualStream(shards));
        AuditReport report;
        try {
            report = repair
                    ? new Auditor(
                                    auditorClient,
                                    stream,
                                    TestTable.NAME,
                                    settings,
                                    new ReadBudget(Double.POSITIVE_INFINITY))
                            .audit(subjects, true)
                    : SingleMeasurement.of(auditorClient, stream, TestTable.NAME, settings, subjects);
        } catch (SdkException e) {
            return false;
        }
        audited += report.subjects();
        for (Finding finding : report.findings()) {
            repaired += finding.isRepaired() ? 1 : 0;
            if (!damaged.contains(finding.subject()) && !simulation.givenUp().contains(finding.subject())) {
                falseAlarms.add("false alarm: " + finding);
            }
        }
        return !repair || report.findings().stream().allMatch(Finding::isRepaired);
    }

    private DynamoDbClient withSteps(DynamoDbClient auditor) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (random.nextInt(3) == 0) {
                        step();
                    }
                    try {
                        return method.invoke(auditor, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void step() {
        try {
            simulation.step();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the expired counters of some items may be lost, because somebody deleted or changed them. */
    boolean hasDamage() {
        return !damaged.isEmpty();
    }

    /** The findings for users and videos that nobody damaged. */
    List<String> falseAlarms() {
        return falseAlarms;
    }

    /** The number of users and videos audited, each as often as it was audited. */
    long audited() {
        return audited;
    }

    /** The number of summaries and hours repaired. */
    long repaired() {
        return repaired;
    }
}
