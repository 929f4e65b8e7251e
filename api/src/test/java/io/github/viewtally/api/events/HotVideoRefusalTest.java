package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** What the clients of a video with too many writes receive, and the metrics. */
class HotVideoRefusalTest {

    private static final int QUEUE = 100;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(
            Map.of("WRITE_QUEUE", Integer.toString(QUEUE), "WRITE_PATIENCE_MS", "10000", "MAX_VIDEO_PARTITIONS", "1"));

    @AfterEach
    void recover() {
        api.dynamoDb.reset();
    }

    @Test
    void rejectsOnlyTheEventsOfABatchThatExceedTheShareOfTheirVideo() throws Exception {
        HeldWrites table = new HeldWrites();
        api.dynamoDb.respondAfter(table::hold);
        double refused = metric("videos_writes_refused_total");
        Future<TestResponse> response = begin(events("hot", 80));
        table.next();
        Future<TestResponse> other = begin(events("other", 20));
        ApiUnderTest.until(() -> metric("writes_active") == QUEUE / 2 + 20);

        TestResponse single = api.post("/views", view("hot", 1).encode());
        single.isProblem(503);
        assertThat(single.headers().get("Retry-After")).isEqualTo("1");
        assertThat(single.json().getString("detail")).isEqualTo("Too many events of this video are in progress.");
        assertThat(metric("videos_writes_refused_total") - refused).isEqualTo(80 - QUEUE / 2 + 1);

        table.release();
        JsonArray rejected = ApiUnderTest.await(response).hasStatus(200).json().getJsonArray("rejected");
        assertThat(rejected).hasSize(80 - QUEUE / 2).allSatisfy(entry -> {
            JsonObject problem = ((JsonObject) entry).getJsonObject("problem");
            assertThat(problem.getInteger("status")).isEqualTo(503);
            assertThat(problem.getString("detail")).isEqualTo("Too many events of this video are in progress.");
        });
        assertThat(ApiUnderTest.await(other).hasStatus(200).json().getInteger("accepted"))
                .isEqualTo(20);
    }

    @Test
    void countsAVideoAsThrottledWhileDynamoDbThrottlesIt() throws Exception {
        assertThat(metric("videos_throttled")).isZero();
        api.dynamoDb.failWith(
                ProvisionedThroughputExceededException.builder().statusCode(400).build());
        Future<TestResponse> response = begin(events("throttled", 40));
        ApiUnderTest.until(() -> metric("videos_throttled") == 1);

        api.dynamoDb.reset();

        assertThat(ApiUnderTest.await(response).hasStatus(200).json().getInteger("accepted"))
                .isEqualTo(40);
        ApiUnderTest.until(() -> metric("videos_throttled") == 0);
    }

    private static Future<TestResponse> begin(JsonObject events) {
        return api.begin(
                HttpMethod.POST, "/events", Map.of("Content-Type", "application/json"), Buffer.buffer(events.encode()));
    }

    private static double metric(String name) {
        return api.get("/metrics")
                .body()
                .toString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static JsonObject events(String video, int count) {
        return new JsonObject()
                .put(
                        "events",
                        new JsonArray(IntStream.range(0, count)
                                .mapToObj(user -> view(video, user).put("type", "VIEW"))
                                .toList()));
    }

    private static JsonObject view(String video, int user) {
        return new JsonObject().put("userId", "u" + user).put("videoId", video).put("duration", 1);
    }
}
