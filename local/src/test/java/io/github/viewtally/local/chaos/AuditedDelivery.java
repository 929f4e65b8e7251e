package io.github.viewtally.local.chaos;

import io.github.viewtally.aggregators.audit.AuditReport;
import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.audit.Auditor;
import io.github.viewtally.aggregators.audit.Finding;
import io.github.viewtally.aggregators.audit.ReadBudget;
import io.github.viewtally.aggregators.audit.SingleMeasurement;
import io.github.viewtally.local.chaos.ChaosLab.Recorded;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
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
            new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), Aggregation.COUNTING);

    /** With small transactions, the checkpoints of all shards do not fit in one. */
    private static final AuditSettings MANY_SHARDS =
            new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), 6, Aggregation.COUNTING);

    private static final int MAX_ATTEMPTS = 10;

    private final Simulation simulation;
    private final List<Shard> shards;
    private final List<SummaryKey> subjects;
    private final AuditedTable table;
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

    AuditedDelivery(
            Simulation simulation,
            List<Shard> shards,
            Recorded recorded,
            AuditedTable table,
            AuditMutants mutant,
            Random random) {
        this.simulation = simulation;
        this.shards = shards;
        this.subjects = List.copyOf(recorded.keys());
        this.erasedUser = SummaryKey.user(recorded.namespace().user(0));
        this.isErasureLeft = recorded.history().erasesUser();
        this.table = table;
        this.random = random;
        this.auditorClient = mutant.broken(table.auditorClient(this::step, random), this::step);
        this.mutant = mutant;
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

    /** Deletes the summary, the hours and the viewers of a user, as {@code DELETE /users/{userId}} does, counted or not. */
    private void erase() {
        isErasureLeft = false;
        simulation.count("user is erased");
        damaged.add(erasedUser);
        ViewerDamage.erase(table, erasedUser);
        Damage.HOURS_DELETED.apply(table.client(), table.name(), erasedUser, random);
        Damage.SUMMARY_DELETED.apply(table.client(), table.name(), erasedUser, random);
    }

    private void damage() {
        if (random.nextInt(5) == 0) {
            ViewerDamage.deleteOrAdd(table, subjects, random).ifPresent(viewer -> {
                simulation.count("damage: viewer deleted or added");
                damaged.add(viewer.user());
                damaged.add(viewer.video());
            });
            return;
        }
        List<SummaryKey> from = random.nextInt(3) == 0 ? SiteItems.buckets() : subjects;
        SummaryKey subject = from.get(random.nextInt(from.size()));
        Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
        simulation.count("damage: " + damage + (from.equals(subjects) ? "" : " of a bucket of the site"));
        damaged.add(subject);
        damage.apply(table.client(), table.name(), subject, random);
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
            table.client().updateItem(request -> request.tableName(table.name())
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
     * Audits all users and videos, and the totals of everything.
     *
     * @param repair whether to repair what two measurements agree on; otherwise one measurement must be exact
     * @return whether the audit was completed, and repaired what it found
     */
    private boolean audit(boolean repair) {
        AuditSettings settings = random.nextInt(3) == 0 ? MANY_SHARDS : SETTINGS;
        DynamoDbStreamsClient stream = mutant.broken(new VirtualStream(shards));
        List<AuditReport> reports = new ArrayList<>();
        try {
            if (repair) {
                Auditor auditor = new Auditor(
                        auditorClient, stream, table.name(), settings, new ReadBudget(Double.POSITIVE_INFINITY));
                reports.add(auditor.audit(subjects, true));
                reports.add(auditor.auditTotals(true, () -> true).orElseThrow());
            } else {
                reports.add(SingleMeasurement.of(auditorClient, stream, table.name(), settings, subjects));
                reports.add(SingleMeasurement.ofTotals(auditorClient, stream, table.name(), settings));
            }
        } catch (SdkException e) {
            return false;
        } finally {
            reports.forEach(this::add);
        }
        return !repair
                || reports.stream()
                        .flatMap(report -> report.findings().stream())
                        .allMatch(Finding::isRepaired);
    }

    private void add(AuditReport report) {
        audited += report.subjects();
        for (Finding finding : report.findings()) {
            repaired += finding.isRepaired() ? 1 : 0;
            if (!isExpected(finding.subject())) {
                falseAlarms.add("false alarm: " + finding);
            }
        }
    }

    /** Only the sum of all buckets of the site is known, so each of them may show the damage of another. */
    private boolean isExpected(SummaryKey found) {
        return found.kind() == SummaryKey.Kind.SITE
                ? SiteItems.buckets().stream().anyMatch(damaged::contains)
                        || !simulation.givenUp().isEmpty()
                : damaged.contains(found) || simulation.givenUp().contains(found);
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
