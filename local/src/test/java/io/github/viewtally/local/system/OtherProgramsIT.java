package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that other programs write to the table are counted, listed and removed like those of the API. */
class OtherProgramsIT {

    private static TestSystem system;
    private static JsonClient api;
    private static DynamoDbClient otherProgram;

    @BeforeAll
    static void start() {
        system = new TestSystem(Map.of("CACHE_MS", "0"), Map.of());
        api = new JsonClient(system.url());
        otherProgram = system.client();
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void countsAndRemovesViewsWithTimestampsInAllFormats() throws Exception {
        List<String> formats = IntStream.rangeClosed(0, 9)
                .mapToObj(digits -> digits == 0 ? "" : "." + "123456789".substring(0, digits))
                .flatMap(fraction -> Stream.of(fraction + "Z", fraction + "+00:00"))
                .map(end -> "2022-01-02T00:30:25" + end)
                .toList();
        formats.forEach(timestamp -> putView("spelled", timestamp));
        await().untilAsserted(() -> assertThat(views("/videos/spelled/summary")).isEqualTo(20));
        assertThat(hour("spelled"))
                .isEqualTo(new JsonObject("{\"views\":20,\"duration\":200,\"likes\":0,\"dislikes\":0}"));

        for (String list : List.of("/users/spelled/views", "/videos/spelled/views")) {
            assertThat(timestamps(list)).containsExactlyInAnyOrderElementsOf(formats);
        }
        while (!timestamps("/videos/spelled/views").isEmpty()) {
            List<String> listed = timestamps("/videos/spelled/views");
            api.delete("/users/spelled/views/spelled/" + encoded(listed.get(0)));
            assertThat(timestamps("/users/spelled/views")).doesNotContain(listed.get(0));
        }

        await().untilAsserted(() -> {
            assertThat(views("/videos/spelled/summary")).isZero();
            assertThat(views("/users/spelled/summary")).isZero();
            assertThat(hour("spelled"))
                    .isEqualTo(new JsonObject("{\"views\":0,\"duration\":0,\"likes\":0,\"dislikes\":0}"));
        });
    }

    @Test
    void servesTotalsOutOfRangeAsNullAndCountsOthers() throws Exception {
        Map<String, String> stored = Map.of(
                "edge", "9223372036854775807",
                "beyond", "1E+30",
                "full", "1E+38",
                "fraction", "1.5");
        stored.forEach((id, views) -> put(
                Map.of(
                        "PK",
                        "VIDEO#" + id,
                        "SK",
                        "SUMMARY",
                        "type",
                        "VIDEO_SUMMARY",
                        "videoId",
                        id,
                        "GSI2PK",
                        "VIDEO_SUMMARY#0",
                        "GSI2SK",
                        "001#" + id),
                Map.of("views", views)));
        assertThat(api.send("GET", "/summaries/videos?ids=edge,beyond,full,fraction")
                        .body())
                .contains("\"videoId\":\"edge\",\"views\":9223372036854775807,")
                .contains("\"videoId\":\"beyond\",\"views\":null,")
                .contains("\"videoId\":\"full\",\"views\":null,")
                .contains("\"videoId\":\"fraction\",\"views\":null,");

        stored.keySet().forEach(id -> putView(id, "2022-01-02T00:30:25Z"));
        putView("counted", "2022-01-02T00:30:25Z");

        await().untilAsserted(() -> {
            assertThat(views("/videos/counted/summary")).isEqualTo(1);
            assertThat(api.get("/videos/edge/summary").getValue("views")).isNull();
            assertThat(api.get("/videos/beyond/summary").getLong("duration")).isEqualTo(10);
            assertThat(api.get("/videos/fraction/summary").getLong("duration")).isEqualTo(10);
            assertThat(views("/users/full/summary")).isEqualTo(1);
        });
        List<String> listed = api.get("/summaries/videos").getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("videoId"))
                .toList();
        assertThat(listed).containsSubsequence("beyond", "edge").contains("full", "fraction", "counted");
    }

    private static void putView(String id, String timestamp) {
        put(
                Map.of(
                        "PK", "USER#" + id,
                        "SK", "VIDEO#" + id + "#VIEW#" + timestamp,
                        "GSI1PK", "VIDEO#" + id,
                        "GSI1SK", "VIEW#" + timestamp + "#USER#" + id,
                        "type", "VIEW",
                        "userId", id,
                        "videoId", id),
                Map.of("duration", "10"));
    }

    private static void put(Map<String, String> texts, Map<String, String> numbers) {
        Map<String, AttributeValue> item = new HashMap<>();
        texts.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
        numbers.forEach((name, number) -> item.put(name, AttributeValue.fromN(number)));
        otherProgram.putItem(request -> request.tableName(TestTable.NAME).item(item));
    }

    private static long views(String path) throws Exception {
        return api.get(path).getLong("views");
    }

    /** The statistics of a video for the first hour of 2022-01-02. */
    private static JsonObject hour(String videoId) throws Exception {
        JsonObject point = api.get("/videos/" + videoId + "/stats?from=2022-01-02T00:00:00Z&to=2022-01-02T01:00:00Z")
                .getJsonArray("items")
                .getJsonObject(0);
        point.remove("start");
        return point;
    }

    private static List<String> timestamps(String path) throws Exception {
        return api.get(path).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("timestamp"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
