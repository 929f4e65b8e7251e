package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A user is exported and erased in the whole system: nothing of the user is left, and the totals of videos stay exact. */
class EraseIT {

    private static final String TABLE = "video-stats";
    private static final String USER = "erased";
    private static final String OTHER = "erased-not";
    private static final int VIDEOS = 7;
    private static final int VIEWS = 2_493;
    private static final int EVENTS_PER_REQUEST = 100;

    private static TestSystem system;
    private static JsonClient api;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        system = new TestSystem(Map.of("WRITE_PATIENCE_MS", "20000", "USER_STATS", "true"), Map.of());
        api = new JsonClient(system.url());
        client = system.client();
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void deletesAllItemsOfTheUserAndKeepsTotalsExact() throws Exception {
        List<JsonObject> events = eventsOf(USER);
        post(events);
        post(eventsOf(OTHER).subList(0, 100));
        JsonObject othersTotals = totals(OTHER, 100);
        quarantineOneRecordOf(USER);
        rememberAnExpiredViewOf(USER, "e1");
        JsonObject totals = totals(USER, VIEWS);

        checkExport(events, totals);
        assertThat(mentionsOf(USER)).anyMatch(item -> item.get("SK").s().startsWith("HOUR#"));
        erase();

        assertThat(mentionsOf(USER)).isEmpty();
        assertThat(totals(OTHER, 100)).isEqualTo(othersTotals);
        long views = 0;
        for (int video = 0; video < VIDEOS; video++) {
            String path = "/videos/e" + video;
            JsonObject summary = api.get(path + "/summary");
            List<JsonObject> left = api.list(path + "/views?limit=1000");
            assertThat(summary.getLong("views")).isEqualTo(left.size());
            assertThat(summary.getLong("duration"))
                    .isEqualTo(left.stream()
                            .mapToLong(view -> view.getLong("duration"))
                            .sum());
            assertThat(summary.getLong("likes")).isZero();
            assertThat(summary.getLong("viewers")).as("with expired views").isEqualTo(video == 1 ? 2 : 1);
            assertThat(api.list(path + "/viewers")).containsExactly(new JsonObject().put("userId", OTHER));
            views += left.size();
        }
        assertThat(views).isEqualTo(100);
        assertThat(api.send("DELETE", "/users/" + USER).body()).as("again").isEqualTo("{\"deleted\":0,\"done\":true}");

        post(eventsOf(USER).subList(0, 10));
        totals(USER, 10);
        await().untilAsserted(() -> assertThat(api.list("/summaries/users"))
                .anyMatch(summary -> summary.getString("userId").equals(USER)));
    }

    /** Views of some videos, and a like of each of them. */
    private static List<JsonObject> eventsOf(String userId) {
        List<JsonObject> events = new ArrayList<>();
        Instant start = Instant.parse("2022-01-02T00:00:00Z");
        for (int i = 0; i < VIEWS; i++) {
            String time = start.plusSeconds(i).toString().replace("Z", ".000000+00:00");
            events.add(new JsonObject()
                    .put("type", "VIEW")
                    .put("userId", userId)
                    .put("videoId", "e" + i % VIDEOS)
                    .put("duration", i % 100)
                    .put("timestamp", time));
        }
        for (int video = 0; video < VIDEOS; video++) {
            events.add(new JsonObject()
                    .put("type", "VOTE")
                    .put("userId", userId)
                    .put("videoId", "e" + video)
                    .put("voteType", "LIKE"));
        }
        return events;
    }

    private static void post(List<JsonObject> events) throws IOException, InterruptedException {
        for (int from = 0; from < events.size(); from += EVENTS_PER_REQUEST) {
            List<JsonObject> part = events.subList(from, Math.min(events.size(), from + EVENTS_PER_REQUEST));
            JsonObject result = api.post("/events", new JsonObject().put("events", new JsonArray(part)));
            assertThat(result.getInteger("accepted")).isEqualTo(part.size());
        }
    }

    /** Time to live has removed a view, which stays counted. */
    private static void rememberAnExpiredViewOf(String userId, String videoId) {
        client.updateItem(request -> request.tableName(TABLE)
                .key(ViewerItems.key(new Viewer(userId, videoId)))
                .updateExpression("SET expired = :yes")
                .conditionExpression("attribute_exists(PK)")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromN("1"))));
    }

    /** Another program stores a view without a duration. */
    private static void quarantineOneRecordOf(String userId) {
        client.putItem(request -> request.tableName(TABLE)
                .item(Map.of(
                        "PK", AttributeValue.fromS("USER#" + userId),
                        "SK", AttributeValue.fromS("VIDEO#e0#VIEW#2022-01-01T00:00:00Z"),
                        "type", AttributeValue.fromS("VIEW"),
                        "userId", AttributeValue.fromS(userId),
                        "videoId", AttributeValue.fromS("e0"))));
        await().untilAsserted(() -> assertThat(mentionsOf(userId))
                .anyMatch(item -> item.get("PK").s().startsWith("QUARANTINE#")));
    }

    private static JsonObject totals(String userId, int views) {
        return await().until(
                        () -> api.get("/users/" + userId + "/summary"), summary -> summary.getLong("views") == views);
    }

    private static void checkExport(List<JsonObject> events, JsonObject totals)
            throws IOException, InterruptedException {
        HttpResponse<String> response = api.send("GET", "/users/" + USER + "/export");
        List<JsonObject> lines = response.body().lines().map(JsonObject::new).toList();
        Stream<JsonObject> expected = events.stream().map(event -> {
            JsonObject line = event.copy();
            line.remove("userId");
            return line.put("type", event.getString("type").toLowerCase(Locale.ROOT));
        });
        int count = events.size();
        assertThat(lines.subList(0, count)).containsExactlyInAnyOrderElementsOf(expected.toList());
        assertThat(lines.get(count)).isEqualTo(totals.copy().put("type", "summary"));
        assertThat(lines.get(count + 1))
                .isEqualTo(new JsonObject().put("type", "end").put("lines", count + 2));
        assertThat(lines).hasSize(count + 2);
    }

    private static void erase() {
        AtomicInteger deleted = new AtomicInteger();
        await().until(() -> {
            HttpResponse<String> response = api.send("DELETE", "/users/" + USER);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            JsonObject step = new JsonObject(response.body());
            deleted.addAndGet(step.getInteger("deleted"));
            return step.getBoolean("done");
        });
        assertThat(deleted).hasValue(VIEWS + VIDEOS + 1);
    }

    /** Returns all items in whose keys or attributes the user occurs. */
    private static List<Map<String, AttributeValue>> mentionsOf(String userId) {
        return client.scanPaginator(request -> request.tableName(TABLE).consistentRead(true)).items().stream()
                .filter(item -> item.values().stream()
                        .map(AttributeValue::toString)
                        .anyMatch(text -> text.matches("(?s).*\\b" + userId + "(?![A-Za-z0-9._~:@|+=-]).*")))
                .toList();
    }
}
