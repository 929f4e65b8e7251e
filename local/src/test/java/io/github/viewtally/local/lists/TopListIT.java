package io.github.viewtally.local.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The lists by views of the whole system after much traffic, beside an order made from the events alone. */
@Timeout(300)
class TopListIT {

    private static final long SEED = 7;
    private static final int EVENTS = Integer.getInteger("viewtally.top-list.events", 20_000);
    private static final int VIDEOS = 150;
    private static final int USERS = 120;
    private static final int TOP = 100;
    private static final int EVENTS_A_CALL = 25;

    /** Small enough that the most viewed are counted to far more often than they may be moved. */
    private static final Map<String, String> BATCHES = Map.of("BatchingWindowSeconds", "1", "BatchSize", "500");

    private static final Duration COUNTED_SOON = Duration.ofSeconds(150);
    private static final Duration READ_AGAIN = Duration.ofMillis(500);
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private URI api;

    @AfterEach
    void forgetCredentials() {
        CREDENTIALS.forEach(System::clearProperty);
    }

    @Test
    void listsByExactViewsAndMovesEntriesRarely() throws Exception {
        ZipfTraffic traffic = new ZipfTraffic(SEED, VIDEOS, USERS);
        try (TestTable table = new TestTable()) {
            write(table.client(), traffic.next(EVENTS));
            List<Map.Entry<String, Integer>> videos = traffic.videosByViews();
            List<Map.Entry<String, Integer>> users = traffic.usersByViews();
            assertThat(videos.subList(0, TOP).stream().map(Map.Entry::getValue).distinct())
                    .as("some of the first hundred have equal views, so that their ids matter")
                    .hasSizeLessThan(TOP);

            // Its own access key leads to the table.
            CREDENTIALS.forEach(name -> System.setProperty(name, table.accessKey()));
            try (LocalSystem system = LocalSystem.start(
                    LocalConfig.fromEnv(Map.of(
                            "HTTP_PORT", "0",
                            "DYNAMODB_ENDPOINT", table.endpoint().toString(),
                            "CACHE_MS", "0")),
                    StackTemplate.load(BATCHES))) {
                api = system.url();
                await().atMost(COUNTED_SOON)
                        .until(() -> viewsOf(videos.get(0)).equals(videos.get(0).getValue()));
                await().atMost(COUNTED_SOON).pollInterval(READ_AGAIN).untilAsserted(() -> {
                    assertThat(listed("videos", 100, TOP)).isEqualTo(videos.subList(0, TOP));
                    assertThat(listed("users", 100, TOP)).isEqualTo(users.subList(0, TOP));
                });
                assertThat(listed("videos", 7, TOP)).isEqualTo(videos.subList(0, TOP));
                assertThat(listed("videos", 97, VIDEOS)).isEqualTo(videos);
                assertThat(listed("users", 41, USERS)).isEqualTo(users);
            }
            IndexMoves moves = IndexMoves.read(table);
            videos.forEach(video -> assertMovesRarely(moves, "VIDEO#" + video.getKey(), video.getValue()));
            users.forEach(user -> assertMovesRarely(moves, "USER#" + user.getKey(), user.getValue()));
            assertThat(moves.of("VIDEO#" + videos.get(0).getKey())).isGreaterThan(10);
            report(videos, users, moves);
        }
    }

    /** In any order: it matters for votes only, which are not looked at here. */
    private static void write(DynamoDbClient client, List<Map<String, AttributeValue>> events) {
        IntStream.range(0, events.size() / EVENTS_A_CALL).parallel().forEach(call -> {
            // No call takes a key twice, as that of a vote given again.
            Map<List<AttributeValue>, WriteRequest> writes = new HashMap<>();
            events.subList(call * EVENTS_A_CALL, (call + 1) * EVENTS_A_CALL)
                    .forEach(event -> writes.put(
                            List.of(event.get("PK"), event.get("SK")),
                            WriteRequest.builder()
                                    .putRequest(put -> put.item(event))
                                    .build()));
            BatchWriteItemResponse response = client.batchWriteItem(
                    request -> request.requestItems(Map.of(TestTable.NAME, List.copyOf(writes.values()))));
            assertThat(response.unprocessedItems()).isEmpty();
        });
    }

    private static void assertMovesRarely(IndexMoves moves, String partition, int views) {
        assertThat((double) moves.of(partition))
                .as("moves of %s, which has %d views", partition, views)
                .isLessThanOrEqualTo(mostMoves(views));
    }

    private static double mostMoves(int views) {
        return views == 0 ? 0 : 4 * Math.log(views) / Math.log(2) + 1;
    }

    private static void report(
            List<Map.Entry<String, Integer>> videos, List<Map.Entry<String, Integer>> users, IndexMoves moves) {
        double nearest = videos.stream()
                .filter(video -> video.getValue() > 1)
                .mapToDouble(video -> moves.of("VIDEO#" + video.getKey()) / mostMoves(video.getValue()))
                .max()
                .orElseThrow();
        Map.Entry<String, Integer> first = videos.get(0);
        System.out.printf(
                Locale.ROOT,
                "%d events of %d videos by %d users: summaries changed %d times, of which moved %d times; "
                        + "%s with %d views moved %d times, at most %.1f allowed; nearest to its bound: %.0f %%%n",
                EVENTS,
                videos.size(),
                users.size(),
                moves.updates(),
                moves.total(),
                first.getKey(),
                first.getValue(),
                moves.of("VIDEO#" + first.getKey()),
                mostMoves(first.getValue()),
                100 * nearest);
    }

    /** The first so many of a list, or fewer if it has no more, read in pages of a size. */
    private List<Map.Entry<String, Integer>> listed(String list, int pageSize, int most) throws Exception {
        List<Map.Entry<String, Integer>> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null && listed.size() < most) {
            JsonObject page = get("/summaries/" + list + "?order=views&limit=" + pageSize
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> listed.add(entry((JsonObject) item)));
            cursor = page.getString("nextCursor");
        }
        return listed.subList(0, Math.min(most, listed.size()));
    }

    private Integer viewsOf(Map.Entry<String, Integer> video) throws IOException, InterruptedException {
        return get("/videos/" + video.getKey() + "/summary").getInteger("views");
    }

    private static Map.Entry<String, Integer> entry(JsonObject summary) {
        String id = summary.getString(summary.containsKey("videoId") ? "videoId" : "userId");
        return Map.entry(id, summary.getInteger("views"));
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                HTTP.send(HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }
}
