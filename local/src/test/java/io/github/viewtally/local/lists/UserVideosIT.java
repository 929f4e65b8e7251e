package io.github.viewtally.local.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.system.JsonClient;
import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user reads the own votes and views of many videos on DynamoDB Local, right after each write. */
@Timeout(180)
class UserVideosIT {

    private static final int VIDEOS = 100;
    private static final Instant START = Instant.parse("2022-01-02T00:30:25Z");

    private static TestSystem system;
    private static JsonClient api;

    private final Random random = new Random(15);

    /** What the user did with a video. */
    private static final class Expected {
        private final TreeMap<String, Integer> views = new TreeMap<>();
        private String vote;
    }

    private final Map<String, Expected> expected = new TreeMap<>();

    @BeforeAll
    static void start() {
        system = new TestSystem(Map.of(), Map.of());
        api = new JsonClient(system.url());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void showsEveryAcknowledgedEventAtOnce() throws Exception {
        List<String> ids = IntStream.range(0, VIDEOS).mapToObj(i -> "w" + i).toList();
        ids.forEach(id -> expected.put(id, new Expected()));
        for (int round = 0; round < 40; round++) {
            post(IntStream.range(0, 50).mapToObj(i -> randomEvent(ids)).toList());
            delete(ids.get(random.nextInt(VIDEOS)));
            assertStates(ids.subList(0, 1 + random.nextInt(VIDEOS)));
        }

        assertStates(ids);
        assertThat(expected.values()).anyMatch(video -> video.vote == null).anyMatch(video -> video.views.size() > 10);
    }

    private JsonObject randomEvent(List<String> ids) {
        String id = ids.get((int) (VIDEOS * Math.pow(random.nextDouble(), 2)));
        JsonObject event = new JsonObject().put("userId", "viewer").put("videoId", id);
        if (random.nextInt(4) == 0) {
            String vote = random.nextBoolean() ? "LIKE" : "DISLIKE";
            expected.get(id).vote = vote;
            return event.put("type", "VOTE").put("voteType", vote);
        }
        String timestamp = Timestamps.format(START.plusSeconds(random.nextInt(10_000)));
        int duration = random.nextInt(1_000);
        expected.get(id).views.put(timestamp, duration);
        return event.put("type", "VIEW").put("timestamp", timestamp).put("duration", duration);
    }

    private static void post(List<JsonObject> events) throws Exception {
        JsonObject result = api.post("/events", new JsonObject().put("events", new JsonArray(events)));
        assertThat(result.getInteger("accepted")).isEqualTo(events.size());
    }

    private void delete(String id) throws Exception {
        Expected video = expected.get(id);
        if (random.nextBoolean()) {
            api.delete("/users/viewer/votes/" + id);
            video.vote = null;
        } else if (!video.views.isEmpty()) {
            api.delete("/users/viewer/views/" + id + "/" + video.views.lastKey().replace("+", "%2B"));
            video.views.pollLastEntry();
        }
    }

    private void assertStates(List<String> ids) throws Exception {
        JsonObject response = api.get("/users/viewer/videos?ids=" + String.join(",", ids));
        List<JsonObject> states = new ArrayList<>();
        response.getJsonArray("items").forEach(item -> states.add((JsonObject) item));

        assertThat(states).isEqualTo(ids.stream().map(this::state).collect(Collectors.toList()));
    }

    private JsonObject state(String id) {
        TreeMap<String, Integer> views = expected.get(id).views;
        boolean none = views.isEmpty();
        return new JsonObject()
                .put("videoId", id)
                .put("vote", expected.get(id).vote)
                .put("views", views.size())
                .put("firstView", none ? null : views.firstKey())
                .put("lastView", none ? null : views.lastKey())
                .put("lastDuration", none ? null : views.lastEntry().getValue())
                .put(
                        "longestDuration",
                        none
                                ? null
                                : views.values().stream().max(Integer::compare).orElseThrow())
                .put("complete", true);
    }
}
