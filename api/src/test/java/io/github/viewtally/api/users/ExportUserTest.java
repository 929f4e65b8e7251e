package io.github.viewtally.api.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code GET /users/{userId}/export} sends everything about a user, line by line. */
class ExportUserTest {

    private static final DynamoDbException DOWN =
            (DynamoDbException) DynamoDbException.builder().message("down").build();

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @RegisterExtension
    static final ApiUnderTest hurried = new ApiUnderTest(Map.of("READ_SECONDS", "1", "HEAVY_READS", "1"));

    @Test
    void containsViewsVotesTotalsAndTheEnd() {
        storeViews(api, "u", 1);
        storeViews(api, "u2", 5);
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.user("u"), new Counts(1, 35, 1, 0)));

        TestResponse response = api.get("/users/u/export").hasStatus(200);

        assertThat(response.body().toString())
                .isEqualTo(
                        """
                        {"type":"view","videoId":"v","duration":35,"timestamp":"2022-01-02T00:00:00.000000+00:00"}
                        {"type":"vote","videoId":"v","voteType":"LIKE"}
                        {"type":"summary","userId":"u","views":1,"duration":35,"likes":1,"dislikes":0,"videos":0}
                        {"type":"end","lines":4}
                        """);
        assertThat(response.headers().get("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(response.headers().get("Cache-Control")).isEqualTo("no-store");
        assertThat(response.headers().get("Content-Disposition")).isEqualTo("attachment; filename=\"user-u.ndjson\"");
    }

    @Test
    void containsTheEventsOfTheLists() {
        storeViews(api, "u", 40);
        api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "VIDEO#x#VIEW#t", "type", "VIEW")));
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.DISLIKE)));

        List<JsonObject> lines = api.get("/users/u/export").lines();

        assertThat(lines.stream().filter(line -> line.remove("type").equals("view")))
                .isEqualTo(api.get("/users/u/views").items());
        assertThat(lines).containsAll(api.get("/users/u/votes").items()).hasSize(43);
    }

    @Test
    void isSentInPages() {
        storeViews(api, "u", 3_500);

        List<JsonObject> lines = api.get("/users/u/export").hasStatus(200).lines();

        assertThat(lines).hasSize(3_502);
        assertThat(lines.stream().limit(3_500).map(line -> line.getString("timestamp")))
                .isEqualTo(IntStream.range(0, 3_500)
                        .mapToObj(ExportUserTest::timestamp)
                        .toList());
        assertThat(lines.get(3_501))
                .isEqualTo(new JsonObject().put("type", "end").put("lines", 3_502));
        assertThat(api.dynamoDb.calls())
                .filteredOn(QueryRequest.class::isInstance)
                .hasSize(4);
    }

    @Test
    void continuesAfterPagesWithoutEvents() {
        for (int i = 0; i < 100; i++) {
            api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "VIDEO#a" + i, "type", "NOTE")));
        }
        storeViews(api, "u", 1);
        api.dynamoDb.evaluateAtMost(1);

        assertThat(api.get("/users/u/export").lines()).hasSize(3);
    }

    @Test
    void isEmptyForUnknownUsers() {
        assertThat(api.get("/users/a:b%7Cc/export").lines())
                .extracting(line -> line.getString("type"))
                .containsExactly("summary", "end");
        assertThat(api.get("/users/a:b%7Cc/export").headers().get("Content-Disposition"))
                .isEqualTo("attachment; filename=\"user-a_b_c.ndjson\"");
    }

    @Test
    void failsWithProblemBeforeTheFirstLine() {
        api.dynamoDb.failWith(DOWN);

        api.get("/users/u/export").isProblem(503);
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4"})
    void closesTheConnectionIfAReadFailsAfterTheFirstLine(int failing) throws IOException {
        storeViews(api, "u", 2_500);
        int[] calls = new int[1];
        api.dynamoDb.respondAfter(request ->
                ++calls[0] == failing ? CompletableFuture.failedFuture(DOWN) : CompletableFuture.completedFuture(null));

        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead("GET /users/u/export HTTP/1.1", "Host: viewtally");

            // The last chunk is missing.
            assertThatThrownBy(connection::response).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsWithItsLastLineForClientsOfHttp10() throws IOException {
        storeViews(api, "u", 1_500);

        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead("GET /users/u/export HTTP/1.0", "Host: viewtally");

            assertThat(connection.rest()).startsWith("HTTP/1.0 200").endsWith("{\"type\":\"end\",\"lines\":1502}\n");
        }
    }

    @Test
    void doesNotTimeOutWhileItMakesProgress() {
        storeViews(hurried, "u", 3_500);
        hurried.dynamoDb.respondAfter(request -> CompletableFuture.supplyAsync(
                () -> null, CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS)));

        assertThat(hurried.get("/users/u/export").lines()).hasSize(3_502);
    }

    @Test
    void timesOutIfItMakesNoProgress() {
        storeViews(hurried, "u", 1_500);
        CompletableFuture<?> never = new CompletableFuture<>();
        hurried.dynamoDb.respondAfter(
                request -> request instanceof GetItemRequest ? never : CompletableFuture.completedFuture(null));

        assertThatThrownBy(() -> hurried.get("/users/u/export")).hasMessageContaining("closed");
    }

    @Test
    void readsNoMorePagesThanTheClientReceives() throws IOException {
        // About 6 MB, more than the kernel buffers for a client that does not read.
        AttributeValue longId = AttributeValue.fromS("v".repeat(250));
        for (int i = 0; i < 20_000; i++) {
            Map<String, AttributeValue> item = new HashMap<>(Samples.viewItem("u", timestamp(i)));
            item.put("videoId", longId);
            hurried.dynamoDb.store(item);
        }
        // When the event loop responds, it has counted the closed exports of other tests.
        hurried.get("/health/live").hasStatus(200);
        long closedBefore = closedExports();

        try (RawHttp connection = new RawHttp(hurried.port(), 4_096)) {
            connection.sendHead("GET /users/u/export HTTP/1.1", "Host: viewtally");
            ApiUnderTest.until(() -> !hurried.dynamoDb.calls().isEmpty());
            // The time limit closes the connection. An export of another test may be counted late, too.
            ApiUnderTest.until(() -> closedExports() > closedBefore && hurried.gauge("reads.heavy.bytes") == 0);

            assertThat(hurried.dynamoDb.calls()).as("pages read").hasSizeBetween(1, 19);
            assertThat(hurried.dynamoDb.calls()).noneMatch(GetItemRequest.class::isInstance);
        }
    }

    @Test
    void waitsBetweenPagesWhileOtherLargeReadsRun() {
        storeViews(hurried, "u", 1_500);
        CompletableFuture<Void> other = new CompletableFuture<>();
        CompletableFuture<Void> firstPage = new CompletableFuture<>();
        // A list holds the only slot while the export wants its second page.
        hurried.dynamoDb.respondAfter(request -> request instanceof QueryRequest query
                        && query.expressionAttributeValues().toString().contains("VIDEO#other")
                ? other
                : CompletableFuture.supplyAsync(
                        () -> null,
                        CompletableFuture.delayedExecutor(firstPage.complete(null) ? 300 : 0, TimeUnit.MILLISECONDS)));
        Future<TestResponse> export = hurried.begin(HttpMethod.GET, "/users/u/export", Map.of(), Buffer.buffer());
        // A list that takes the slot before the export begins would make it fail.
        firstPage.orTimeout(10, TimeUnit.SECONDS).join();
        CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS).execute(() -> other.complete(null));

        ApiUnderTest.until(() -> hurried.begin(HttpMethod.GET, "/videos/other/views", Map.of(), Buffer.buffer())
                        .await()
                        .status()
                == 200);

        assertThat(ApiUnderTest.await(export).lines()).hasSize(1_502);
    }

    /** The number of exports whose connection was closed before their end. */
    private static long closedExports() {
        return hurried
                .registry
                .find("http.server.requests")
                .tag("route", "/users/{userId}/export")
                .tag("status", "499")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private static String timestamp(int i) {
        return String.format(Locale.ROOT, "2022-01-02T00:00:00.%06d+00:00", i);
    }

    private static void storeViews(ApiUnderTest api, String userId, int views) {
        for (int i = 0; i < views; i++) {
            api.dynamoDb.store(Samples.viewItem(userId, timestamp(i)));
        }
    }
}
