package io.github.viewtally.local.audit;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.AuditReport;
import io.github.viewtally.aggregators.audit.AuditSettings;
import io.github.viewtally.aggregators.audit.Auditor;
import io.github.viewtally.aggregators.audit.Finding;
import io.github.viewtally.aggregators.audit.ReadBudget;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.ViewerItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The audit of a table that is written and counted meanwhile, by the whole local system. */
class AuditIT {

    private static final AuditSettings SETTINGS =
            AuditedSystem.auditSettings(CountingSettings.DEFAULT.withHoursOfUsers(true));

    private static AuditedSystem system;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        system = new AuditedSystem();
        client = system.client();
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void findsInjectedDamageExactlyRepairsItAndReportsNothingElseWhileEventsAreWritten() throws Exception {
        Auditor auditor = newAuditor();
        List<SummaryKey> all = new ArrayList<>(EventTraffic.subjects());
        // Counting writes the type of a summary again, so its loss stays only where nothing is counted.
        all.add(SummaryKey.video("quiet"));
        put(EventItems.toItem(new View("u0", "quiet", 5, "2022-01-02T00:30:00.000000+00:00")));
        try (EventTraffic traffic = new EventTraffic(client, system.tableName()).start()) {
            for (int i = 0; i < 5; i++) {
                AuditReport report = auditor.audit(all, true);
                assertThat(report.findings()).isEmpty();
            }
            add(SummaryItems.key(SummaryKey.video("v3")), "views", 7);
            add(SummaryItems.key(SummaryKey.user("u4")), "dislikes", -2);
            client.deleteItem(
                    request -> request.tableName(system.tableName()).key(SummaryItems.key(SummaryKey.user("u5"))));
            HourKey hour = HourKey.of(SummaryKey.video("v6"), "2022-01-02T01:30:00.000000+00:00")
                    .orElseThrow();
            client.deleteItem(request -> request.tableName(system.tableName()).key(HourItems.key(hour)));
            add(HourItems.key(hour.of(SummaryKey.user("u7"))), "views", -3);
            client.updateItem(request -> request.tableName(system.tableName())
                    .key(SummaryItems.key(SummaryKey.video("quiet")))
                    .updateExpression("SET #type = :type REMOVE GSI2PK")
                    .expressionAttributeNames(Map.of("#type", "type"))
                    .expressionAttributeValues(Map.of(":type", AttributeValue.fromS("BROKEN"))));

            List<Finding> found = auditor.audit(all, true).findings();

            assertThat(found)
                    .extracting(Finding::item)
                    .containsExactlyInAnyOrder(
                            "VIDEO#v3/SUMMARY",
                            "USER#u4/SUMMARY",
                            "USER#u5/SUMMARY",
                            "VIDEO#v6/HOUR#2022-01-02T01",
                            "USER#u7/HOUR#2022-01-02T01",
                            "VIDEO#quiet/SUMMARY");
            assertThat(found).allMatch(Finding::isRepaired);
            assertThat(found)
                    .filteredOn(finding -> finding.item().equals("VIDEO#v3/SUMMARY"))
                    .extracting(Finding::drift)
                    .containsExactly(new Counts(7, 0, 0, 0));
            assertThat(found)
                    .filteredOn(finding -> finding.item().equals("USER#u4/SUMMARY"))
                    .extracting(Finding::drift)
                    .containsExactly(new Counts(0, 0, 0, -2));
            assertThat(auditor.audit(all, true).findings()).isEmpty();
            assertThat(traffic.written()).isPositive();
        }
        assertThat(newAuditor().audit(all, false).findings()).isEmpty();
    }

    @Test
    void endsInTheSameTotalsAfterAllItemsWereDeletedAndWrittenAgain() {
        List<SummaryKey> subjects = List.of(SummaryKey.user("again"), SummaryKey.video("again"));
        List<Map<String, AttributeValue>> events = IntStream.range(0, 20)
                .mapToObj(i -> EventItems.toItem(new View(
                        "again", "again", i, String.format(Locale.ROOT, "2022-01-02T00:30:%02d.000000+00:00", i))))
                .toList();
        Auditor auditor = newAuditor();
        events.forEach(item ->
                client.putItem(request -> request.tableName(system.tableName()).item(item)));
        assertThat(auditor.audit(subjects, true).findings()).isEmpty();
        client.scanPaginator(request -> request.tableName(system.tableName())
                        .filterExpression("contains(PK, :again)")
                        .expressionAttributeValues(Map.of(":again", AttributeValue.fromS("#again"))))
                .items()
                .forEach(item -> client.deleteItem(request ->
                        request.tableName(system.tableName()).key(Map.of("PK", item.get("PK"), "SK", item.get("SK")))));
        events.forEach(item ->
                client.putItem(request -> request.tableName(system.tableName()).item(item)));

        auditor.audit(subjects, true);

        assertThat(auditor.audit(subjects, true).findings()).isEmpty();
        for (SummaryKey subject : subjects) {
            // The audit allows for events that are not counted yet.
            await().untilAsserted(() -> assertThat(views(subject)).isEqualTo("20"));
        }
    }

    @Test
    void removesAViewerWithoutViewsAndTheSummariesThatItLeavesEmpty() {
        Viewer viewer = new Viewer("gone", "gone");
        put(ViewerItems.toItem(viewer, 1, false));
        add(SummaryItems.key(viewer.user()), Keys.VIDEOS, 1);
        add(SummaryItems.key(viewer.video()), Keys.VIEWERS, 1);

        AuditReport report = newAuditor().audit(List.of(viewer.user(), viewer.video()), true);

        assertThat(report.findings()).isNotEmpty().allMatch(Finding::isRepaired);
        assertThat(client.scan(request -> request.tableName(system.tableName())
                                .filterExpression("contains(PK, :gone)")
                                .expressionAttributeValues(Map.of(":gone", AttributeValue.fromS("#gone"))))
                        .items())
                .isEmpty();
    }

    private static String views(SummaryKey subject) {
        return client.getItem(request -> request.tableName(system.tableName())
                        .key(SummaryItems.key(subject))
                        .consistentRead(true))
                .item()
                .get(Keys.VIEWS)
                .n();
    }

    private static void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(system.tableName()).item(item));
    }

    private static Auditor newAuditor() {
        return new Auditor(
                client, system.streams(), system.tableName(), SETTINGS, new ReadBudget(Double.POSITIVE_INFINITY));
    }

    private static void add(Map<String, AttributeValue> key, String counter, long delta) {
        client.updateItem(request -> request.tableName(system.tableName())
                .key(key)
                .updateExpression("ADD #counter :delta")
                .expressionAttributeNames(Map.of("#counter", counter))
                .expressionAttributeValues(Map.of(":delta", AttributeValue.fromN(Long.toString(delta)))));
    }
}
