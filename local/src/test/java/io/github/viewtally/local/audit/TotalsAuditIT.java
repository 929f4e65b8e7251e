package io.github.viewtally.local.audit;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.audit.Auditor;
import io.github.viewtally.aggregators.audit.Finding;
import io.github.viewtally.aggregators.audit.ReadBudget;
import io.github.viewtally.aggregators.audit.ScheduledAudit;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import io.github.viewtally.model.table.SummaryItems;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Audits of the totals of everything while events are written and counted. */
class TotalsAuditIT {

    /** Without viewers, whose audit waits a while for each video. */
    private static final AuditSettings SETTINGS =
            AuditedSystem.auditSettings(CountingSettings.DEFAULT.withUniqueViewers(false));

    /** Each audit reads all events, so the table must not grow fast while the tests run. */
    private static final int EVENTS_PER_SECOND = 60;

    private static AuditedSystem system;
    private static DynamoDbClient client;
    private static EventTraffic traffic;

    @BeforeAll
    static void start() {
        system = new AuditedSystem();
        client = system.client();
        traffic = new EventTraffic(client, system.tableName(), EVENTS_PER_SECOND).start();
        await().until(() -> !stored("SUMMARY").isEmpty());
    }

    @AfterAll
    static void stop() {
        traffic.close();
        system.close();
    }

    @Test
    void findDamageOfAnyBucketExactlyAndNothingElse() {
        Auditor auditor = new Auditor(client, system.streams(), system.tableName(), SETTINGS, unlimited());
        assertThat(audit(auditor)).isEmpty();
        SummaryKey counted = stored("SUMMARY").get(0);
        SummaryKey other = SiteItems.buckets().stream()
                .filter(bucket -> !bucket.equals(counted))
                .findFirst()
                .orElseThrow();
        add(Keys.partition(counted), "SUMMARY", "views", 7);
        add(Keys.partition(other), "SUMMARY", "dislikes", -2);
        add(Keys.partition(counted), "HOUR#2021-01-02T00", "views", 5);

        List<Finding> found = audit(auditor);

        assertThat(found)
                .filteredOn(finding -> finding.item().equals("SITE#0/SUMMARY"))
                .extracting(Finding::drift)
                .containsExactly(new Counts(7, 0, 0, -2));
        assertThat(found)
                .filteredOn(finding -> finding.item().equals("SITE#0/HOUR#2021-01-02T00"))
                .extracting(Finding::drift)
                .containsExactly(new Counts(5, 0, 0, 0));
        assertThat(found).allMatch(Finding::isRepaired);
        assertThat(audit(auditor)).isEmpty();
    }

    @Test
    void restartDamagedCountersAndAddWhatTheyHeld() {
        Auditor auditor = new Auditor(client, system.streams(), system.tableName(), SETTINGS, unlimited());
        SummaryKey bucket = stored("SUMMARY").get(0);
        client.updateItem(request -> request.tableName(system.tableName())
                .key(SummaryItems.key(bucket))
                .updateExpression("SET #views = :text")
                .expressionAttributeNames(Map.of("#views", "views"))
                .expressionAttributeValues(Map.of(":text", AttributeValue.fromS("many"))));

        audit(auditor);

        assertThat(audit(auditor)).isEmpty();
    }

    @Test
    void addWhatWasCountedBeforeThereWereTotalsAndReportOnlyLaterDrift() {
        forgetAudits();
        add("SITE#2", "SUMMARY", "likes", -4);
        assertThat(scheduled(() -> true)).matches(first -> first.isWalkDone() && first.found() == 0);
        Auditor auditor = new Auditor(client, system.streams(), system.tableName(), SETTINGS, unlimited());
        assertThat(audit(auditor)).isEmpty();

        add("SITE#2", "SUMMARY", "likes", -4);
        assertThat(scheduled(() -> true).found()).isPositive();
        assertThat(audit(auditor)).isEmpty();
    }

    @Test
    void runAtTheEndOfAWalkOrAtTheStartOfTheNextRun() {
        scheduled(() -> true);
        add("SITE#3", "SUMMARY", "likes", 4);
        ScheduledAudit.Result whole = scheduled(() -> true);
        assertThat(whole.isWalkDone()).isTrue();
        assertThat(whole.repaired()).isPositive();
        assertThat(mark()).isEmpty();

        add("SITE#5", "SUMMARY", "likes", 4);
        AtomicBoolean isInIndex = new AtomicBoolean();
        ScheduledAudit.Result withoutTotals = scheduled(() -> !isWalkDone(isInIndex));
        assertThat(withoutTotals.isWalkDone()).isTrue();
        assertThat(withoutTotals.repaired()).isZero();
        assertThat(mark()).isNotEmpty();

        ScheduledAudit.Result totals = scheduled(() -> true);
        assertThat(totals.repaired()).isPositive();
        assertThat(mark()).isEmpty();
    }

    private static ScheduledAudit.Result scheduled(BooleanSupplier hasTime) {
        return new ScheduledAudit(client, system.streams(), system.tableName(), SETTINGS, unlimited()).run(hasTime);
    }

    /** As a version does that does not know the totals of everything. */
    private static void forgetAudits() {
        client.deleteItem(request ->
                request.tableName(system.tableName()).key(EventItems.key(Keys.AUDIT_CURSOR, Keys.AUDIT_CURSOR)));
    }

    private static boolean isWalkDone(AtomicBoolean wasInIndex) {
        boolean isInIndex = read(Keys.AUDIT_CURSOR, Keys.AUDIT_CURSOR)
                .get(Keys.AUDIT_IN_INDEX)
                .bool();
        wasInIndex.compareAndSet(false, isInIndex);
        return wasInIndex.get() && !isInIndex;
    }

    private static Map<String, AttributeValue> mark() {
        return read(Keys.AUDIT_DUE, "SITE#0/SUMMARY");
    }

    private static Map<String, AttributeValue> read(String partition, String sort) {
        return client.getItem(request -> request.tableName(system.tableName())
                        .key(EventItems.key(partition, sort))
                        .consistentRead(true))
                .item();
    }

    private static List<Finding> audit(Auditor auditor) {
        return auditor.auditTotals(true, () -> true).orElseThrow().findings();
    }

    private static List<SummaryKey> stored(String sort) {
        return SiteItems.buckets().stream()
                .filter(bucket -> !read(Keys.partition(bucket), sort).isEmpty())
                .toList();
    }

    private static ReadBudget unlimited() {
        return new ReadBudget(Double.POSITIVE_INFINITY);
    }

    private static void add(String partition, String sort, String counter, long delta) {
        client.updateItem(request -> request.tableName(system.tableName())
                .key(EventItems.key(partition, sort))
                .updateExpression("ADD #counter :delta")
                .expressionAttributeNames(Map.of("#counter", counter))
                .expressionAttributeValues(Map.of(":delta", AttributeValue.fromN(Long.toString(delta)))));
    }
}
