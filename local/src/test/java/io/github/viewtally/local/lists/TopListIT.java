package io.github.viewtally.local.lists;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.JsonClient;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Compares the lists by views of the whole system, after much traffic, with an order computed from the events. */
@Timeout(300)
class TopListIT {

    private static final long SEED = 7;
    private static final int EVENTS = Integer.getInteger("viewtally.top-list.events", 20_000);
    private static final int VIDEOS = 150;
    private static final int USERS = 120;
    private static final int TOP = 100;
    private static final int EVENTS_PER_CALL = 25;

    /** Small batches, so that the summaries of popular videos change more often than their ranks may. */
    private static final Map<String, String> BATCHES = Map.of("BatchingWindowSeconds", "1", "BatchSize", "500");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private JsonClient api;

    @Test
    void listsByExactViewsAndRarelyChangesRanks() throws Exception {
        ZipfTraffic traffic = new ZipfTraffic(SEED, VIDEOS, USERS);
        try (TestTable table = new TestTable()) {
            write(table.client(), traffic.next(EVENTS));
            List<Map.Entry<String, Integer>> videos = traffic.videosByViews();
            List<Map.Entry<String, Integer>> users = traffic.usersByViews();
            assertThat(videos.subList(0, TOP).stream().map(Map.Entry::getValue).distinct())
                    .as("some of the first hundred have equal views, so that the ids decide")
                    .hasSizeLessThan(TOP);

            Map<String, String> settings = new HashMap<>(table.systemSettings());
            settings.putAll(Map.of("HTTP_PORT", "0", "CACHE_MS", "0"));
            try (LocalSystem system = LocalSystem.start(LocalConfig.fromEnv(settings), StackTemplate.load(BATCHES))) {
                api = new JsonClient(system.url());
                await().until(() -> viewsOf(videos.get(0)).equals(videos.get(0).getValue()));
                await().pollInterval(POLL_INTERVAL).untilAsserted(() -> {
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

    /** Writes the events in any order. The order matters for votes only, which this test does not check. */
    private static void write(DynamoDbClient client, List<Map<String, AttributeValue>> events) {
        IntStream.range(0, events.size() / EVENTS_PER_CALL).parallel().forEach(call -> {
            // A batch must not contain a key twice, for example of a repeated vote.
            Map<List<AttributeValue>, WriteRequest> writes = new HashMap<>();
            events.subList(call * EVENTS_PER_CALL, (call + 1) * EVENTS_PER_CALL)
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
                .isLessThanOrEqualTo(maxMoves(views));
    }

    private static double maxMoves(int views) {
        return views == 0 ? 0 : 4 * Math.log(views) / Math.log(2) + 1;
    }

    private static void report(
            List<Map.Entry<String, Integer>> videos, List<Map.Entry<String, Integer>> users, IndexMoves moves) {
        double nearest = videos.stream()
                .filter(video -> video.getValue() > 1)
                .mapToDouble(video -> moves.of("VIDEO#" + video.getKey()) / maxMoves(video.getValue()))
                .max()
                .orElseThrow();
        Map.Entry<String, Integer> first = videos.get(0);
        System.out.printf(
                Locale.ROOT,
                "%d events of %d videos by %d users: %d changes of summaries, %d changes of ranks; "
                        + "%s with %d views: %d changes of its rank, limit %.1f; closest to its limit: %.0f %%%n",
                EVENTS,
                videos.size(),
                users.size(),
                moves.updates(),
                moves.total(),
                first.getKey(),
                first.getValue(),
                moves.of("VIDEO#" + first.getKey()),
                maxMoves(first.getValue()),
                100 * nearest);
    }

    /** Reads a list in pages and returns at most the given number of entries. */
    private List<Map.Entry<String, Integer>> listed(String list, int pageSize, int max) throws Exception {
        List<Map.Entry<String, Integer>> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null && listed.size() < max) {
            JsonObject page = api.get("/summaries/" + list + "?order=views&limit=" + pageSize
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> listed.add(entry((JsonObject) item)));
            cursor = page.getString("nextCursor");
        }
        return listed.subList(0, Math.min(max, listed.size()));
    }

    private Integer viewsOf(Map.Entry<String, Integer> video) throws IOException, InterruptedException {
        return api.get("/videos/" + video.getKey() + "/summary").getInteger("views");
    }

    private static Map.Entry<String, Integer> entry(JsonObject summary) {
        String id = summary.getString(summary.containsKey("videoId") ? "videoId" : "userId");
        return Map.entry(id, summary.getInteger("views"));
    }
}
