package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;

/** A hot video over HTTP: its events are spread, and its lists stay the same. */
class SpreadVideoTest {

    private static final int LIMIT = 20;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of(
            "HOT_VIDEO_WRITES", Integer.toString(LIMIT), "MAX_VIDEO_PARTITIONS", "64", "WRITE_PATIENCE_MS", "10000"));

    @Test
    void spreadsAHotVideoAndListsEachOfItsEventsOnce() {
        List<String> users = IntStream.range(100, 160).mapToObj(i -> "u" + i).toList();
        post(views("hot", users, 1));
        post(votes("hot", users));
        ApiUnderTest.until(() -> api.dynamoDb.item("VIDEO#hot", "SPREAD") != null);
        assertThat(api.dynamoDb.item("VIDEO#hot", "SPREAD"))
                .satisfies(item ->
                        assertThat(SpreadItems.partitions(Attributes.of(item))).isGreaterThan(1));
        assertThat(api.get("/metrics").hasStatus(200).body().toString()).contains("\nvideos_spread 1.0\n");
        assertLists("hot", users, 1);

        // Every reader must know the number before it is used.
        ApiUnderTest.until(() -> {
            post(views("hot", users.subList(0, 10), 2));
            return spreadItems() >= 10;
        });
        assertThat(spreadItems()).isEqualTo(10);
        post(views("hot", users.subList(0, 20), 3));
        post(views("hot", users.subList(20, 60), 3));
        post(votes("hot", users.subList(0, 30)));

        assertThat(spreadItems()).isEqualTo(60 + 30);
        assertLists("hot", users, 3);
        users.subList(50, 60)
                .forEach(user -> api.delete("/users/" + user + "/views/hot/" + Samples.encoded(timeOf(user)))
                        .hasStatus(204));
        users.subList(50, 60)
                .forEach(user -> api.delete("/users/" + user + "/votes/hot").hasStatus(204));
        assertLists("hot", users.subList(0, 50), 3);
    }

    @Test
    void sendsNothingButTheWritesOfAVideoThatIsNotHot() {
        List<String> users =
                IntStream.range(100, 100 + LIMIT).mapToObj(i -> "u" + i).toList();
        post(views("cold", users, 1));

        assertThat(api.dynamoDb.calls()).isNotEmpty().hasOnlyElementsOfType(BatchWriteItemRequest.class);
        assertThat(api.dynamoDb.items())
                .hasSize(LIMIT)
                .allSatisfy(item -> assertThat(item.get(Keys.GSI1PK).s()).isEqualTo("VIDEO#cold"));
    }

    private static void assertLists(String video, List<String> users, int duration) {
        List<String> reversed = new ArrayList<>(users);
        Collections.reverse(reversed);
        for (int limit : List.of(1, 7, 1_000)) {
            List<TestResponse> ascending = api.pages("/videos/" + video + "/views?limit=" + limit);
            assertThat(ListsTest.values(ascending, "userId")).isEqualTo(users);
            assertThat(ascending.stream().flatMap(page -> page.items().stream()))
                    .allSatisfy(view -> assertThat(view.getInteger("duration")).isEqualTo(duration));
            assertThat(ListsTest.values(api.pages("/videos/" + video + "/views?order=desc&limit=" + limit), "userId"))
                    .isEqualTo(reversed);
            assertThat(ListsTest.values(
                            api.pages("/videos/" + video + "/views?from=" + Samples.encoded(timeOf(users.get(3)))
                                    + "&to=" + Samples.encoded(timeOf(users.get(9))) + "&limit=" + limit),
                            "userId"))
                    .isEqualTo(users.subList(3, 9));
            assertThat(ListsTest.values(api.pages("/videos/" + video + "/likes?limit=" + limit), "userId"))
                    .isEqualTo(users);
        }
        assertThat(api.get("/videos/" + video + "/dislikes").items()).isEmpty();
    }

    private static long spreadItems() {
        return api.dynamoDb.items().stream()
                .filter(item -> item.containsKey(Keys.GSI1PK)
                        && Keys.isSpreadPartition(item.get(Keys.GSI1PK).s(), "hot"))
                .count();
    }

    private static String timeOf(String user) {
        return "2022-01-02T00:30:25.000" + user.substring(1) + "+00:00";
    }

    private static JsonArray views(String video, List<String> users, int duration) {
        return new JsonArray(users.stream()
                .map(user -> new JsonObject()
                        .put("type", "VIEW")
                        .put("userId", user)
                        .put("videoId", video)
                        .put("duration", duration)
                        .put("timestamp", timeOf(user)))
                .toList());
    }

    private static JsonArray votes(String video, List<String> users) {
        return new JsonArray(users.stream()
                .map(user -> new JsonObject()
                        .put("type", "VOTE")
                        .put("userId", user)
                        .put("videoId", video)
                        .put("voteType", "LIKE"))
                .toList());
    }

    private static void post(JsonArray events) {
        api.post("/events", new JsonObject().put("events", events).encode()).hasStatus(200);
    }
}
