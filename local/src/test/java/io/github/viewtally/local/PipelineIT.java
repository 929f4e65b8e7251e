package io.github.viewtally.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.json.JsonArray;
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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** POST → table → stream → filter → aggregator → summary → GET, with nothing put in for any part. */
class PipelineIT {

    private static final int EVENTS = 5_000;
    private static final int USERS = 5;
    private static final int VIDEOS = 10;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalSystem system;

    @BeforeAll
    static void start() {
        system = LocalSystem.start(
                LocalConfig.fromEnv(Map.of("HTTP_PORT", "0", "DYNAMODB_LOCAL_PORT", "0")),
                StackTemplate.load(Map.of()));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void countsFiveThousandEventsWithFlipsAndDeletesAsAnIndependentCountDoes() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        List<UserTraffic> traffic = new ArrayList<>();
        List<Future<?>> done = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            UserTraffic one = new UserTraffic("p" + user, new Random(user));
            traffic.add(one);
            done.add(users.submit(() -> one.perform(EVENTS / USERS)));
        }
        for (Future<?> future : done) {
            future.get(120, TimeUnit.SECONDS);
        }
        users.shutdown();

        Map<SummaryKey, Counts> expected = new HashMap<>();
        traffic.forEach(one -> one.addTo(expected));
        assertThat(expected).hasSize(USERS + VIDEOS);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(served("p")).isEqualTo(expected));
        assertThat(expected.values()).allMatch(counts -> counts.views() > 0 && counts.likes() > 0);
    }

    @Test
    void countsEventsThatAnotherProgramWritesInTheFormatOfTheDemo() throws Exception {
        try (DynamoDbClient client = anotherProgramsClient()) {
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
            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
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
        assertThat(get("/videos/seed-video/views").getJsonArray("items"))
                .containsExactly(new JsonObject()
                        .put("userId", "seed-user")
                        .put("duration", 77)
                        .put("timestamp", "2022-01-02T00:30:25.123+00:00"));
        assertThat(send("DELETE", "/users/seed-user/views/seed-video/2022-01-02T00:30:25.123Z", null)
                        .statusCode())
                .isEqualTo(204);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(get("/users/seed-user/summary").getLong("views"))
                        .isZero());
    }

    @Test
    void answersListsFromTheIndexes() throws Exception {
        for (int i = 0; i < 5; i++) {
            post(
                    "/views",
                    new JsonObject()
                            .put("userId", "l" + i)
                            .put("videoId", "listed")
                            .put("duration", i)
                            .put("timestamp", "2022-01-02T00:00:0" + i + "Z"));
            post(
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
        assertThat(get("/users/l1/views").getJsonArray("items")).hasSize(1);
        assertThat(get("/users/l1/votes").getJsonArray("items")).hasSize(1);
    }

    @Test
    void measuresWhatBecomesOfTheRecords() throws Exception {
        double read = metric("mapping_records_read_total ");
        double views = metric("mapping_records_delivered_total{mapping=\"ViewMapping\"} ");
        double noViews = metric("mapping_records_filtered_total{mapping=\"ViewMapping\"} ");
        double noVotes = metric("mapping_records_filtered_total{mapping=\"VoteMapping\"} ");
        double quarantined = metric("aggregators_records_quarantined_total ");

        post("/views", new JsonObject().put("userId", "m").put("videoId", "m").put("duration", 1));
        post("/votes", new JsonObject().put("userId", "m").put("videoId", "m").put("voteType", "LIKE"));
        try (DynamoDbClient client = anotherProgramsClient()) {
            client.putItem(request -> request.tableName("video-stats")
                    .item(Map.of(
                            "PK", s("USER#m"),
                            "SK", s("VIDEO#m#VIEW#2022-01-02T00:30:25.123+00:00"),
                            "type", s("VIEW"),
                            "userId", s("m"),
                            "videoId", s("m"))));
        }

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(metric("aggregators_records_quarantined_total ")).isEqualTo(quarantined + 1);
            assertThat(metric("mapping_records_read_total ")).isGreaterThanOrEqualTo(read + 3);
            assertThat(metric("mapping_records_delivered_total{mapping=\"ViewMapping\"} "))
                    .isGreaterThanOrEqualTo(views + 2);
            // A vote is no view, and the summaries are neither.
            assertThat(metric("mapping_records_filtered_total{mapping=\"ViewMapping\"} "))
                    .isGreaterThan(noViews);
            assertThat(metric("mapping_records_filtered_total{mapping=\"VoteMapping\"} "))
                    .isGreaterThan(noVotes);
            assertThat(metric("mapping_iterator_age_seconds{mapping=\"ViewMapping\"} "))
                    .isZero();
        });
        assertThat(metric("mapping_records_retried_total{mapping=\"VoteMapping\"} "))
                .isZero();
        assertThat(metric("dynamodb_calls_seconds_count{operation=\"BatchWriteItem\",outcome=\"success\"} "))
                .isPositive();
    }

    private static double metric(String series) throws IOException, InterruptedException {
        String metrics = send("GET", "/metrics", null).body();
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    /** All pages of a list. */
    private static List<String> users(String path) throws Exception {
        List<String> users = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String cursor = "";
        while (cursor != null) {
            JsonObject page = get(path + (cursor.isEmpty() ? "" : separator + "cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> users.add(((JsonObject) item).getString("userId")));
            cursor = page.getString("nextCursor");
        }
        return users;
    }

    /** All summaries that the API serves of ids with this prefix, by pages and by id. */
    private static Map<SummaryKey, Counts> served(String prefix) throws Exception {
        Map<SummaryKey, Counts> served = new HashMap<>();
        for (SummaryKey.Kind kind : SummaryKey.Kind.values()) {
            String list = kind == SummaryKey.Kind.USER ? "users" : "videos";
            String id = kind == SummaryKey.Kind.USER ? "userId" : "videoId";
            String cursor = "";
            while (cursor != null) {
                JsonObject page =
                        get("/summaries/" + list + "?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                JsonArray items = page.getJsonArray("items");
                for (int i = 0; i < items.size(); i++) {
                    JsonObject item = items.getJsonObject(i);
                    if (item.getString(id).startsWith(prefix)) {
                        served.put(new SummaryKey(kind, item.getString(id)), counts(item));
                    }
                }
                cursor = page.getString("nextCursor");
            }
        }
        return served;
    }

    private static Counts counts(JsonObject summary) {
        return new Counts(
                summary.getLong("views"),
                summary.getLong("duration"),
                summary.getLong("likes"),
                summary.getLong("dislikes"));
    }

    /** What one user does, one event after the other, and what it should add up to. */
    private static final class UserTraffic {

        private final String userId;
        private final Random random;
        private final Map<String, JsonObject> views = new HashMap<>();
        private final Map<String, String> votes = new HashMap<>();

        UserTraffic(String userId, Random random) {
            this.userId = userId;
            this.random = random;
        }

        Void perform(int events) throws Exception {
            for (int i = 0; i < events; i++) {
                String videoId = "p" + random.nextInt(VIDEOS);
                int kind = random.nextInt(100);
                if (kind < 55) {
                    JsonObject view = new JsonObject()
                            .put("userId", userId)
                            .put("videoId", videoId)
                            .put("duration", 30 + random.nextInt(91));
                    JsonObject stored = post("/views", view);
                    views.put(videoId + "/" + stored.getString("timestamp"), stored);
                } else if (kind < 60 && !views.isEmpty()) {
                    JsonObject grown = views.values().iterator().next();
                    grown.put("duration", grown.getInteger("duration") + 10);
                    post("/views", grown);
                } else if (kind < 65 && !views.isEmpty()) {
                    String gone = views.keySet().iterator().next();
                    views.remove(gone);
                    assertThat(PipelineIT.send("DELETE", "/users/" + userId + "/views/" + gone, null)
                                    .statusCode())
                            .isEqualTo(204);
                } else if (kind < 95) {
                    String type = random.nextBoolean() ? "LIKE" : "DISLIKE";
                    post(
                            "/votes",
                            new JsonObject()
                                    .put("userId", userId)
                                    .put("videoId", videoId)
                                    .put("voteType", type));
                    votes.put(videoId, type);
                } else {
                    votes.remove(videoId);
                    assertThat(PipelineIT.send("DELETE", "/users/" + userId + "/votes/" + videoId, null)
                                    .statusCode())
                            .isEqualTo(204);
                }
            }
            return null;
        }

        void addTo(Map<SummaryKey, Counts> totals) {
            views.values()
                    .forEach(view ->
                            add(totals, view.getString("videoId"), new Counts(1, view.getLong("duration"), 0, 0)));
            votes.forEach((videoId, type) ->
                    add(totals, videoId, type.equals("LIKE") ? new Counts(0, 0, 1, 0) : new Counts(0, 0, 0, 1)));
        }

        private void add(Map<SummaryKey, Counts> totals, String videoId, Counts counts) {
            totals.merge(SummaryKey.user(userId), counts, Counts::plus);
            totals.merge(SummaryKey.video(videoId), counts, Counts::plus);
        }
    }

    private static JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", path, body.encode());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return new JsonObject(response.body());
    }

    private static JsonObject get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(system.url() + path));
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("content-type", "application/json");
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** Any credentials and any region reach the table. */
    private static DynamoDbClient anotherProgramsClient() {
        return DynamoDbClient.builder()
                .endpointOverride(system.dynamoDbEndpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("someoneElse", "whatever")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }
}
