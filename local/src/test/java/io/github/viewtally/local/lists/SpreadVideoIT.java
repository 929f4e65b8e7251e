package io.github.viewtally.local.lists;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.system.JsonClient;
import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A hot video in the whole local system: its events are spread, listed and counted like those of any other. */
@Timeout(180)
class SpreadVideoIT {

    private static final int USERS = 60;
    private static final int PARTITIONS = 8;
    private static final Instant START = Instant.parse("2022-01-02T00:30:25Z");

    private static TestSystem system;
    private static JsonClient api;
    private static DynamoDbClient table;

    /** The duration of each view by its timestamp, and so in the order of the list. */
    private final Map<String, Integer> views = new TreeMap<>();

    private final Random random = new Random(14);

    @BeforeAll
    static void start() {
        Map<String, String> settings =
                Map.of("CACHE_MS", "0", "HOT_VIDEO_WRITES", "20", "MAX_VIDEO_PARTITIONS", Integer.toString(PARTITIONS));
        system = new TestSystem(settings, Map.of("BatchingWindowSeconds", "0"));
        api = new JsonClient(system.url());
        table = system.client();
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void listsAndCountsEachEventOnceWhileAVideoGetsHot() throws Exception {
        while (partitionsWith("VIEW#") < 5) {
            post(50);
            assertLists(random.nextInt(30, 200));
        }
        assertThat(indexEntries("VIEW#").get(0))
                .as("views from before it was hot")
                .isPositive();

        List<String> all = new ArrayList<>(views.keySet());
        for (int i = 0; i < 4; i++) {
            postAgain(all.subList(i * 20, i * 20 + 20));
            delete(all.get(90 + i));
            assertLists(50);
        }

        assertLists(1_000);
        long viewers =
                views.keySet().stream().map(SpreadVideoIT::userOf).distinct().count();
        await().untilAsserted(() -> {
            JsonObject summary = api.get("/videos/hot/summary");
            assertThat(summary.getInteger("views")).isEqualTo(views.size());
            assertThat(summary.getLong("viewers")).isEqualTo(viewers);
            assertThat(summary.getInteger("duration"))
                    .isEqualTo(
                            views.values().stream().mapToInt(Integer::intValue).sum());
        });
        assertThat(sum(indexEntries("VIEW#"))).isEqualTo(views.size());
        assertThat(sum(indexEntries("VIEWER#"))).isEqualTo(viewers);
        assertThat(sum(indexEntries("")))
                .as("the views, one entry for each viewer, and the summary")
                .isEqualTo(views.size() + viewers + 1);
        assertThat(partitionsWith("VIEWER#")).as("viewers are spread, too").isGreaterThan(1);
        assertThat(api.list("/videos/hot/viewers?limit=7")).hasSize(Math.toIntExact(viewers));
        assertThat(api.metric("videos_spread")).isEqualTo(1);
    }

    @Test
    void leavesAVideoThatIsNotHotAsItIs() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(new JsonArray().add(view("cold", Timestamps.format(START.plusSeconds(i)), 1)));
        }

        assertThat(table.getItem(request -> request.tableName(TestTable.NAME).key(SpreadItems.key("cold")))
                        .item())
                .isEmpty();
        assertThat(api.list("/videos/cold/views")).hasSize(20);
    }

    private void post(int count) throws Exception {
        JsonArray events = new JsonArray();
        for (int i = 0; i < count; i++) {
            String timestamp = Timestamps.format(START.plusMillis(views.size()));
            views.put(timestamp, random.nextInt(600));
            events.add(view("hot", timestamp, views.get(timestamp)));
        }
        send(events);
    }

    private void postAgain(List<String> timestamps) throws Exception {
        JsonArray events = new JsonArray();
        for (String timestamp : timestamps) {
            views.merge(timestamp, 10, Integer::sum);
            events.add(view("hot", timestamp, views.get(timestamp)));
        }
        send(events);
    }

    private static void send(JsonArray events) throws Exception {
        JsonObject answer = api.post("/events", new JsonObject().put("events", events));
        assertThat(answer.getInteger("accepted")).isEqualTo(events.size());
    }

    private void delete(String timestamp) throws Exception {
        api.delete("/users/" + userOf(timestamp) + "/views/hot/" + timestamp.replace("+", "%2B"));
        views.remove(timestamp);
    }

    private static JsonObject view(String videoId, String timestamp, int duration) {
        return new JsonObject()
                .put("type", "VIEW")
                .put("userId", userOf(timestamp))
                .put("videoId", videoId)
                .put("duration", duration)
                .put("timestamp", timestamp);
    }

    private static String userOf(String timestamp) {
        return "u" + Math.floorMod(timestamp.hashCode(), USERS);
    }

    private void assertLists(int limit) throws Exception {
        List<String> expected = new ArrayList<>();
        views.forEach((timestamp, duration) -> expected.add(timestamp + " " + duration));
        assertThat(list("asc", limit)).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(list("desc", limit)).isEqualTo(expected);
    }

    private static List<String> list(String order, int limit) throws Exception {
        return api.list("/videos/hot/views?order=" + order + "&limit=" + limit).stream()
                .map(view -> view.getString("timestamp") + " " + view.getInteger("duration"))
                .toList();
    }

    private static long partitionsWith(String prefix) {
        return indexEntries(prefix).stream().filter(entries -> entries > 0).count();
    }

    private static long sum(List<Integer> entries) {
        return entries.stream().mapToInt(Integer::intValue).sum();
    }

    /** The number of entries whose sort key has a prefix, in each partition of the hot video, its first one included. */
    private static List<Integer> indexEntries(String prefix) {
        return SpreadItems.indexPartitions("hot", PARTITIONS).stream()
                .map(partition -> (int) table
                        .query(request -> request.tableName(TestTable.NAME)
                                .indexName("GSI1")
                                .keyConditionExpression("GSI1PK = :partition")
                                .expressionAttributeValues(Map.of(":partition", AttributeValue.fromS(partition))))
                        .items()
                        .stream()
                        .filter(item -> item.get("GSI1SK").s().startsWith(prefix))
                        .count())
                .toList();
    }
}
