package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.faults.ListedViews;
import io.github.viewtally.model.View;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/** Another program deletes the table or creates it again while the system runs. */
class TableRecreationIT extends RunningSystemTestCase {

    @Test
    void countsTheEventsOfANewTableOnly() throws Exception {
        for (int round = 1; round <= 3; round++) {
            // The batching window is a second, so these views are not counted before their table is deleted.
            post("v", 20);
            deleteTable();
            client.createTable(AS_TEMPLATE);
            post("v", round);
            awaitViews("v", round);
        }
        // No event of an old table is counted later.
        post("last", 1);
        awaitViews("last", 1);
        assertThat(views("v")).isEqualTo(3);
        assertThat(warnings()).hasSizeBetween(1, 3).allMatch(line -> line.contains(TABLE));
    }

    @Test
    void isNotReadyWithoutATableAndLogsItOnce() throws Exception {
        post("v", 2);
        awaitViews("v", 2);
        deleteTable();
        awaitNotReady("the table video-stats does not exist");
        assertThat(readiness().statusCode()).isEqualTo(503);
        await().until(() -> iteratorAge("ViewMapping") > 2 && iteratorAge("VoteMapping") > 2);
        client.createTable(AS_TEMPLATE);
        awaitReady();
        post("v", 3);
        awaitViews("v", 3);
        assertThat(iteratorAge("ViewMapping")).isLessThan(1);
        assertThat(warnings()).containsExactly("events are not counted: the table video-stats does not exist");
    }

    @Test
    void countsStoredEventsIfTheTableIsRecreatedUnderTraffic() throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService users = Executors.newFixedThreadPool(4);
        for (int user = 0; user < 4; user++) {
            String userId = "u" + user;
            users.submit(() -> {
                while (running.get()) {
                    acknowledged.addAndGet(tryToPost(userId, "busy") == 201 ? 1 : 0);
                }
                return null;
            });
        }
        for (int round = 1; round <= 4; round++) {
            int enough = acknowledged.get() + 300;
            await().until(() -> acknowledged.get() >= enough);
            deleteTable();
            client.createTable(AS_TEMPLATE);
        }
        int enough = acknowledged.get() + 100;
        await().until(() -> acknowledged.get() >= enough);
        running.set(false);
        users.shutdown();
        assertThat(users.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        ListedViews listed = new ListedViews(system.url());
        Set<View> stored = listed.ofVideo("busy");
        await().untilAsserted(() -> assertThat(listed.summary("videos/busy")).isEqualTo(ListedViews.count(stored)));
        post("last", 1);
        awaitViews("last", 1);
        assertThat(listed.summary("videos/busy")).isEqualTo(ListedViews.count(stored));
    }

    @Test
    void logsOnceWhatATableLacks() throws Exception {
        deleteTable();
        client.createTable(AS_TEMPLATE.toBuilder()
                .streamSpecification((StreamSpecification) null)
                .build());
        awaitNotReady("it has no stream");
        deleteTable();
        client.createTable(AS_TEMPLATE.toBuilder()
                .globalSecondaryIndexes((List<GlobalSecondaryIndex>) null)
                .attributeDefinitions(keyAttributes())
                .build());
        awaitNotReady("it has no index GSI1, it has no index GSI2, it has no index GSI3");
        await().until(() -> iteratorAge("ViewMapping") > 3);
        deleteTable();
        client.createTable(AS_TEMPLATE);
        awaitReady();
        post("v", 1);
        awaitViews("v", 1);
        assertThat(warnings().stream().filter(line -> line.contains("no stream")))
                .hasSize(1);
        assertThat(warnings().stream().filter(line -> line.contains("no index")))
                .hasSize(1);
    }

    @Test
    void countsInANewTableOfARestartedDatabase() throws Exception {
        post("v", 3);
        awaitViews("v", 3);
        int port = database.endpoint().getPort();
        database.close();
        await().until(() -> readiness().statusCode() == 503);
        database = startDatabase(port);
        awaitNotReady("the table video-stats does not exist");
        client.createTable(AS_TEMPLATE);
        awaitReady();
        post("v", 2);
        awaitViews("v", 2);
        assertThat(warnings()).hasSizeLessThan(5);
    }

    private static List<AttributeDefinition> keyAttributes() {
        List<String> keys =
                AS_TEMPLATE.keySchema().stream().map(key -> key.attributeName()).toList();
        return AS_TEMPLATE.attributeDefinitions().stream()
                .filter(attribute -> keys.contains(attribute.attributeName()))
                .toList();
    }
}
