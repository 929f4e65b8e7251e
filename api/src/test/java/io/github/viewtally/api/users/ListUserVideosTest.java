package io.github.viewtally.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code GET /users/{userId}/videos} returns what a user did with the given videos. */
class ListUserVideosTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @RegisterExtension
    static final ApiUnderTest hurried = new ApiUnderTest(Map.of("READ_SECONDS", "1"));

    @Test
    void returnsVoteAndViewsOfEachVideoInTheGivenOrder() {
        store("u", "v", 40, "2022-01-02T00:00:00.000000+00:00");
        store("u", "v", 60, "2022-01-03T00:00:00.000000+00:00");
        store("u", "v", 50, "2022-01-04T00:00:00.000000+00:00");
        store("u", "v2", 5, "2022-01-05T00:00:00.000000+00:00");
        store("u2", "v", 70, "2022-01-06T00:00:00.000000+00:00");
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "w", VoteType.DISLIKE)));

        TestResponse response = api.get("/users/u/videos?ids=w,x,v").hasStatus(200);

        assertThat(response.body().toString())
                .isEqualTo(("{'items':["
                                + "{'videoId':'w','vote':'DISLIKE','views':0,'firstView':null,'lastView':null,"
                                + "'lastDuration':null,'longestDuration':null,'complete':true},"
                                + "{'videoId':'x','vote':null,'views':0,'firstView':null,'lastView':null,"
                                + "'lastDuration':null,'longestDuration':null,'complete':true},"
                                + "{'videoId':'v','vote':'LIKE','views':3,"
                                + "'firstView':'2022-01-02T00:00:00.000000+00:00',"
                                + "'lastView':'2022-01-04T00:00:00.000000+00:00',"
                                + "'lastDuration':50,'longestDuration':60,'complete':true}]}")
                        .replace('\'', '"'));
        assertThat(response.headers().get("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void countsOnlyTheViewsThatCount() {
        String early = "2022-01-02T00:00:00.000000+00:00";
        store("u", "short", 40, early);
        api.dynamoDb.store(EventItems.toItem(new View("u", "short", 50, "2022-01-03T00:00:00.000000+00:00", false)));

        JsonObject state = api.get("/users/u/videos?ids=short")
                .hasStatus(200)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);

        assertThat(state.getInteger("views")).isEqualTo(1);
        assertThat(state.getString("firstView")).isEqualTo(early);
        assertThat(state.getInteger("lastDuration")).isEqualTo(50);
        assertThat(state.getInteger("longestDuration")).isEqualTo(50);
    }

    @Test
    void readsConsistentlyOncePerVideo() {
        api.get("/users/u/videos?ids=a&ids=b,c,a").hasStatus(200);

        assertThat(api.dynamoDb.calls()).hasSize(3).allSatisfy(call -> {
            assertThat(((QueryRequest) call).consistentRead()).isTrue();
            assertThat(((QueryRequest) call).projectionExpression()).isNotNull();
        });
    }

    /** Other programs may write views with fewer digits, and ids with a number sign. */
    @Test
    void comparesInstantsAndIgnoresItemsOfOtherVideos() {
        store("u", "v", 1, "2022-01-02T00:00:00Z");
        store("u", "v", 2, "2022-01-02T00:00:00.5Z");
        store("u", "v", 3, "2022-01-02T00:00:00.400000+00:00");
        store("u", "v", 4, "yesterday");
        store("u", "v#x", 100, "2022-02-02T00:00:00Z");
        api.dynamoDb.store(
                Samples.item(Map.of("PK", "USER#u", "SK", "VIDEO#v#VIEWER", "type", "NOTE", "videoId", "v")));

        JsonObject state = state("u", "v");

        assertThat(state.getInteger("views")).isEqualTo(4);
        assertThat(state.getString("firstView")).isEqualTo("2022-01-02T00:00:00Z");
        assertThat(state.getString("lastView")).isEqualTo("2022-01-02T00:00:00.5Z");
        assertThat(state.getInteger("lastDuration")).isEqualTo(2);
        assertThat(state.getInteger("longestDuration")).isEqualTo(4);
    }

    @Test
    void countsAThousandEventsExactly() {
        storeViews(999);
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));

        JsonObject state = state("u", "v");

        assertThat(state.getInteger("views")).isEqualTo(999);
        assertThat(state.getString("firstView")).isEqualTo(timestamp(0));
        assertThat(state.getString("vote")).isEqualTo("LIKE");
        assertThat(state.getBoolean("complete")).isTrue();
    }

    @Test
    void saysThatItHasNotReadAllEvents() {
        storeViews(1_500);
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));

        JsonObject state = state("u", "v");

        assertThat(state.getBoolean("complete")).isFalse();
        assertThat(state.getInteger("views")).isEqualTo(999);
        assertThat(state.getString("firstView")).isEqualTo(timestamp(501));
        assertThat(state.getString("lastView")).isEqualTo(timestamp(1_499));
        assertThat(state.getString("vote")).isEqualTo("LIKE");
        assertThat(api.dynamoDb.calls()).hasSize(10);
    }

    @Test
    void readsOnAfterShortPagesOfTheTable() {
        storeViews(30);
        api.dynamoDb.evaluateAtMost(7);

        assertThat(state("u", "v").getInteger("views")).isEqualTo(30);
    }

    @Test
    void readsAFewVideosAtOnce() {
        List<CompletableFuture<Void>> held = new ArrayList<>();
        api.dynamoDb.respondAfter(call -> {
            CompletableFuture<Void> go = new CompletableFuture<>();
            synchronized (held) {
                held.add(go);
            }
            return go;
        });
        String ids = IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Future<TestResponse> response =
                api.begin(HttpMethod.GET, "/users/u/videos?ids=" + ids, Map.of(), Buffer.buffer());
        Set<CompletableFuture<Void>> released = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            int begun = i + Math.min(4, 100 - i);
            ApiUnderTest.until(() -> size(held) == begun);
            synchronized (held) {
                held.stream().filter(released::add).findFirst().orElseThrow().complete(null);
            }
        }

        assertThat(ApiUnderTest.await(response).hasStatus(200).items()).hasSize(100);
    }

    private static int size(List<?> held) {
        synchronized (held) {
            return held.size();
        }
    }

    @Test
    void failsIfOneReadFails() {
        api.dynamoDb.respondAfter(call -> ((QueryRequest) call).toString().contains("VIDEO#b#")
                ? CompletableFuture.failedFuture(
                        DynamoDbException.builder().message("down").build())
                : CompletableFuture.completedFuture(null));

        api.get("/users/u/videos?ids=a,b,c").isProblem(503);
    }

    @Test
    void readsNoFurtherVideoAfterTheTimeLimit() {
        CompletableFuture<Void> late = new CompletableFuture<>();
        hurried.dynamoDb.respondAfter(call -> late);

        hurried.get("/users/u/videos?ids=a,b,c,d,e,f").isProblem(503);
        late.complete(null);

        ApiUnderTest.until(() -> hurried.gauge("reads.heavy.active") == 0);
        assertThat(hurried.dynamoDb.calls()).hasSize(4);
    }

    private static JsonObject state(String userId, String videoId) {
        return api.get("/users/" + userId + "/videos?ids=" + videoId)
                .hasStatus(200)
                .items()
                .get(0);
    }

    private static void storeViews(int views) {
        IntStream.range(0, views).forEach(i -> store("u", "v", i, timestamp(i)));
    }

    private static String timestamp(int i) {
        return String.format(Locale.ROOT, "2022-01-02T00:00:00.%06d+00:00", i);
    }

    private static void store(String userId, String videoId, long duration, String timestamp) {
        api.dynamoDb.store(EventItems.toItem(new View(userId, videoId, duration, timestamp)));
    }
}
