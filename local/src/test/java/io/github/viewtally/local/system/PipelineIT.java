package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** POST → table → stream → filter → aggregator → summary → GET, without any substitute. */
class PipelineIT {

    private static final int EVENTS = 5_000;
    private static final int USERS = 5;
    private static final int VIDEOS = 10;

    private static LocalSystem system;
    private static JsonClient api;

    @BeforeAll
    static void start() {
        system = TestSystem.withItsOwnProcess(Map.of(), Map.of());
        api = new JsonClient(system.url());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void countsFiveThousandEventsLikeAnIndependentCount() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        List<RandomUser> traffic = new ArrayList<>();
        List<Future<?>> results = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            RandomUser one = new RandomUser("p" + user, new Random(user), VIDEOS, api);
            traffic.add(one);
            results.add(users.submit(() -> one.perform(EVENTS / USERS)));
        }
        for (Future<?> future : results) {
            future.get(120, TimeUnit.SECONDS);
        }
        users.shutdown();

        Map<SummaryKey, Counts> expected = new HashMap<>();
        traffic.forEach(one -> one.addTo(expected));
        assertThat(expected).hasSize(USERS + VIDEOS);
        await().untilAsserted(() -> assertThat(summaries("p")).isEqualTo(expected));
        assertThat(expected.values()).allMatch(counts -> counts.views() > 0 && counts.likes() > 0);
    }

    @Test
    void countsEventsOfAnotherProgramInTheFormatOfTheDemo() throws Exception {
        try (DynamoDbClient client = TestTable.newSharedClient(system.dynamoDbEndpoint())) {
            client.putItem(request -> request.tableName("video-stats")
                    .item(Map.of(
                            "PK", s("USER#seed-user"),
                            "SK", s("VIDEO#seed-video#VIEW#2022-01-02T00:30:25.123+00:00"),
                            "GSI1PK", s("VIDEO#seed-video"),
                            "GSI1SK", s("VIEW#2022-01-02T00:30:25.123+00:00#USER#seed-user"),
                            "type", s("VIEW"),
                            "userId", s("seed-user"),
                            "videoId", s("seed-video"),
                            "duration", AttributeValue.fromN("77"))));
            client.putItem(request -> request.tableName("video-stats")
                    .item(Map.of(
                            "PK", s("USER#seed-user"),
                            "SK", s("VIDEO#seed-video#VOTE"),
                            "GSI1PK", s("VIDEO#seed-video"),
                            "GSI1SK", s("LIKE#USER#seed-user"),
                            "type", s("VOTE"),
                            "userId", s("seed-user"),
                            "videoId", s("seed-video"),
                            "voteType", s("LIKE"))));
            await().untilAsserted(() -> {
                Map<String, AttributeValue> summary = client.getItem(request -> request.tableName("video-stats")
                                .key(Map.of("PK", s("VIDEO#seed-video"), "SK", s("SUMMARY"))))
                        .item();
                assertThat(summary)
                        .containsEntry("type", s("VIDEO_SUMMARY"))
                        .containsEntry("videoId", s("seed-video"))
                        .containsEntry("views", AttributeValue.fromN("1"))
                        .containsEntry("duration", AttributeValue.fromN("77"))
                        .containsEntry("likes", AttributeValue.fromN("1"))
                        .containsEntry("dislikes", AttributeValue.fromN("0"));
            });
        }
        assertThat(api.get("/videos/seed-video/views").getJsonArray("items"))
                .containsExactly(new JsonObject()
                        .put("userId", "seed-user")
                        .put("duration", 77)
                        .put("timestamp", "2022-01-02T00:30:25.123+00:00"));
        api.delete("/users/seed-user/views/seed-video/2022-01-02T00:30:25.123Z");
        await().untilAsserted(() ->
                assertThat(api.get("/users/seed-user/summary").getLong("views")).isZero());
    }

    @Test
    void servesListsFromTheIndexes() throws Exception {
        for (int i = 0; i < 5; i++) {
            api.post(
                    "/views",
                    new JsonObject()
                            .put("userId", "l" + i)
                            .put("videoId", "listed")
                            .put("duration", i)
                            .put("timestamp", "2022-01-02T00:00:0" + i + "Z"));
            api.post(
                    "/votes",
                    new JsonObject()
                            .put("userId", "l" + i)
                            .put("videoId", "listed")
                            .put("voteType", i % 2 == 0 ? "LIKE" : "DISLIKE"));
        }
        assertThat(users("/videos/listed/views?order=desc")).containsExactly("l4", "l3", "l2", "l1", "l0");
        assertThat(users("/videos/listed/views?from=2022-01-02T00:00:01Z&to=2022-01-02T00:00:03Z"))
                .containsExactly("l1", "l2");
        assertThat(users("/videos/listed/likes?limit=2")).containsExactly("l0", "l2", "l4");
        assertThat(users("/videos/listed/dislikes")).containsExactly("l1", "l3");
        assertThat(api.get("/users/l1/views").getJsonArray("items")).hasSize(1);
        assertThat(api.get("/users/l1/votes").getJsonArray("items")).hasSize(1);
    }

    @Test
    void measuresTheDeliveryOfRecords() throws Exception {
        double read = api.metric("mapping_records_read_total");
        double views = api.metric("mapping_records_delivered_total{mapping=\"ViewMapping\"}");
        double noViews = api.metric("mapping_records_filtered_total{mapping=\"ViewMapping\"}");
        double noVotes = api.metric("mapping_records_filtered_total{mapping=\"VoteMapping\"}");
        double quarantined = api.metric("aggregators_records_quarantined_total");

        api.post(
                "/views",
                new JsonObject().put("userId", "m").put("videoId", "m").put("duration", 1));
        api.post(
                "/votes",
                new JsonObject().put("userId", "m").put("videoId", "m").put("voteType", "LIKE"));
        try (DynamoDbClient client = TestTable.newSharedClient(system.dynamoDbEndpoint())) {
            client.putItem(request -> request.tableName("video-stats")
                    .item(Map.of(
                            "PK", s("USER#m"),
                            "SK", s("VIDEO#m#VIEW#2022-01-02T00:30:25.123+00:00"),
                            "type", s("VIEW"),
                            "userId", s("m"),
                            "videoId", s("m"))));
        }

        await().untilAsserted(() -> {
            assertThat(api.metric("aggregators_records_quarantined_total")).isEqualTo(quarantined + 1);
            assertThat(api.metric("mapping_records_read_total")).isGreaterThanOrEqualTo(read + 3);
            assertThat(api.metric("mapping_records_delivered_total{mapping=\"ViewMapping\"}"))
                    .isGreaterThanOrEqualTo(views + 2);
            // The view filter drops votes, and both filters drop summaries.
            assertThat(api.metric("mapping_records_filtered_total{mapping=\"ViewMapping\"}"))
                    .isGreaterThan(noViews);
            assertThat(api.metric("mapping_records_filtered_total{mapping=\"VoteMapping\"}"))
                    .isGreaterThan(noVotes);
            assertThat(api.metric("mapping_iterator_age_seconds{mapping=\"ViewMapping\"}"))
                    .isZero();
        });
        assertThat(api.metric("mapping_records_retried_total{mapping=\"VoteMapping\"}"))
                .isZero();
        assertThat(api.metric("dynamodb_calls_seconds_count{operation=\"BatchWriteItem\",outcome=\"success\"}"))
                .isPositive();
    }

    private static List<String> users(String path) throws Exception {
        return api.list(path).stream().map(item -> item.getString("userId")).toList();
    }

    /** Returns all summaries of ids with this prefix from the lists of the API. */
    private static Map<SummaryKey, Counts> summaries(String prefix) throws Exception {
        Map<SummaryKey, Counts> summaries = new HashMap<>();
        for (SummaryKey.Kind kind : List.of(SummaryKey.Kind.USER, SummaryKey.Kind.VIDEO)) {
            String list = kind == SummaryKey.Kind.USER ? "users" : "videos";
            String id = kind == SummaryKey.Kind.USER ? "userId" : "videoId";
            api.list("/summaries/" + list + "?limit=3").stream()
                    .filter(item -> item.getString(id).startsWith(prefix))
                    .forEach(item -> summaries.put(new SummaryKey(kind, item.getString(id)), counts(item)));
        }
        return summaries;
    }

    private static Counts counts(JsonObject summary) {
        return new Counts(
                summary.getLong("views"),
                summary.getLong("duration"),
                summary.getLong("likes"),
                summary.getLong("dislikes"));
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }
}
