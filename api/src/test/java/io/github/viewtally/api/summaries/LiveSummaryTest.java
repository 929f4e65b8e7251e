package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** {@code GET /videos/{videoId}/summary/live} sends the totals of a video each time they change. */
@Timeout(60)
class LiveSummaryTest {

    private static final AtomicInteger TESTS = new AtomicInteger();

    /** Each test has videos of its own, because responses stay in the cache for a second. */
    private final String video = "v" + TESTS.incrementAndGet();

    private final String other = "w" + video;
    private final String live = "/videos/" + video + "/summary/live";
    private final String otherLive = "/videos/" + other + "/summary/live";

    /** Limits that a stream would exceed if they applied to it. */
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(
            Map.of("CACHE_MS", "1000", "READ_SECONDS", "1", "IDLE_SECONDS", "1", "MAX_LIVE_CONNECTIONS", "2"));

    @BeforeEach
    void storeOneView() {
        setViews(api, video, 1);
    }

    @AfterEach
    void awaitEndOfStreams() {
        ApiUnderTest.until(() -> gauge("live.streams") == 0 && gauge("live.watched") == 0);
    }

    @Test
    void sendsTheTotalsAtOnceAndAfterEachChange() throws IOException {
        try (RawHttp client = listen(api, live)) {
            TestResponse head = client.response().hasStatus(200);
            head.hasHeadersOfEveryResponse();
            assertThat(head.headers().get("Content-Type")).isEqualTo("text/event-stream");
            assertThat(head.headers().get("Cache-Control")).isEqualTo("no-cache, no-transform");
            assertThat(head.headers().contains("Content-Encoding")).isFalse();
            String[] first = head.body().toString().split("\n\n", 2);
            assertThat(first[0]).matches("retry: [1-4][0-9]{3}");
            assertThat(first[1]).isEqualTo(event(video, 1));

            for (int views = 2; views <= 4; views++) {
                setViews(api, video, views);
                assertThat(client.chunk()).hasToString(event(video, views));
            }
        }
    }

    @Test
    void usesTheEntityTagOfThePolledSummaryAsTheId() throws IOException {
        String tag = api.get("/videos/" + video + "/summary").headers().get("ETag");

        try (RawHttp client = listen(api, live)) {
            assertThat(client.response().body().toString()).contains("\nid: " + tag + "\ndata: {");
        }
    }

    @Test
    void doesNotRepeatTheStateThatTheClientHas() throws IOException {
        String tag = api.get("/videos/" + video + "/summary").headers().get("ETag");

        try (RawHttp client = listen(api, live, "Last-Event-ID: " + tag)) {
            assertThat(client.response().body().toString()).matches("retry: [0-9]+\n\n");
            setViews(api, video, 2);
            assertThat(client.chunk()).hasToString(event(video, 2));
        }
    }

    @Test
    void sendsTheStateIfTheClientHasAnOlderOne() throws IOException {
        try (RawHttp client = listen(api, live, "Last-Event-ID: \"older\"")) {
            assertThat(client.response().body().toString()).endsWith(event(video, 1));
        }
    }

    @Test
    void sendsNothingWhileNothingChanges() throws IOException {
        try (RawHttp client = listen(api, live)) {
            client.response();
            awaitReads(video, 3);
            assertThat(client.hasResponse()).isFalse();
        }
    }

    @Test
    void sendsWhatAPollHasRead() throws IOException {
        try (RawHttp client = listen(api, live)) {
            client.response();
            setViews(api, video, 2);
            ApiUnderTest.until(
                    () -> api.get("/videos/" + video + "/summary").json().getInteger("views") == 2);

            // The response to a poll and the event come from one read.
            assertThat(client.chunk()).hasToString(event(video, 2));
            assertThat(reads(video)).isEqualTo(2);
        }
    }

    @Test
    void staysOpenWhileTheTableFails() throws IOException {
        try (RawHttp client = listen(api, live)) {
            client.response();
            long before = reads(video);
            api.dynamoDb.failWith(DynamoDbException.builder().message("down").build());
            awaitReads(video, before + 3);
            api.get(live).isProblem(503);

            assertThat(client.hasResponse()).isFalse();
            setViews(api, video, 2);
            api.dynamoDb.respondAfter(call -> CompletableFuture.completedFuture(null));
            assertThat(client.chunk()).hasToString(event(video, 2));
        }
    }

    @Test
    void limitsTheStreams() throws IOException {
        try (RawHttp one = listen(api, live);
                RawHttp second = listen(api, otherLive)) {
            one.response().hasStatus(200);
            second.response().hasStatus(200);
            TestResponse refused = api.get(live);
            refused.isProblem(503);
            assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
            assertThat(gauge("live.streams")).isEqualTo(2);
            assertThat(gauge("live.watched")).isEqualTo(2);
        }
        ApiUnderTest.until(() -> gauge("live.streams") == 0);
        api.get(live).hasStatus(200);
    }

    @Test
    void doesNotReadForAVideoThatNobodyListensTo() throws IOException {
        try (RawHttp staying = listen(api, otherLive)) {
            staying.response();
            try (RawHttp leaving = listen(api, live)) {
                leaving.response();
                awaitReads(video, 2);
            }
            ApiUnderTest.until(() -> gauge("live.watched") == 1);
            long before = reads(video);
            awaitReads(other, reads(other) + 3);

            assertThat(reads(video)).isEqualTo(before);
        }
    }

    @Test
    void isNotARequestInFlight() throws IOException {
        try (RawHttp client = listen(api, live)) {
            client.response();
            ApiUnderTest.until(() -> gauge("http.server.requests.active") == 0);
        }
    }

    @Test
    void countsAsASuccessfulRequestWithTheTimeToItsFirstByte() throws IOException {
        long before = streams("200").count();
        try (RawHttp client = listen(api, live)) {
            client.response();
            awaitReads(video, 3);
        }

        ApiUnderTest.until(() -> streams("200").count() > before);
        assertThat(streams("200").max(TimeUnit.MILLISECONDS)).isLessThan(1_000);
        assertThat(api.registry
                        .find("http.server.requests")
                        .tags("route", "/videos/{videoId}/summary/live", "status", "499")
                        .timers())
                .isEmpty();
    }

    @Test
    void respondsToHeadWithoutAStream() {
        TestResponse head =
                api.send(HttpMethod.HEAD, live, Map.of(), Buffer.buffer()).hasStatus(200);

        assertThat(head.headers().get("Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void worksForClientsOfHttp10() throws IOException {
        try (RawHttp client = new RawHttp(api.port())) {
            client.sendHead("GET " + live + " HTTP/1.0", "Host: viewtally");

            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.0 200").doesNotContain("chunked");
            assertThat(client.until("}\n\n")).endsWith(event(video, 1));
        }
    }

    @Nested
    class WhenTheServerStops {

        @RegisterExtension
        static final ApiUnderTest stopping = new ApiUnderTest(Map.of("CACHE_MS", "1000"));

        @Test
        void endsAllStreamsAtOnce() throws IOException {
            RawHttp[] clients = new RawHttp[200];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = listen(stopping, "/videos/" + i % 3 + "/summary/live");
                clients[i].response().hasStatus(200);
            }
            long start = System.nanoTime();

            Future<Void> stopped = stopping.stop();

            for (RawHttp client : clients) {
                assertThat(client.chunk().length()).as("the last chunk").isZero();
                assertThat(client.isEnded()).isTrue();
                client.close();
            }
            ApiUnderTest.await(stopped);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    private static RawHttp listen(ApiUnderTest server, String path, String... headers) throws IOException {
        String[] lines = new String[headers.length + 2];
        lines[0] = "GET " + path + " HTTP/1.1";
        lines[1] = "Host: viewtally";
        System.arraycopy(headers, 0, lines, 2, headers.length);
        return new RawHttp(server.port()).sendHead(lines);
    }

    private static void setViews(ApiUnderTest server, String id, int views) {
        server.dynamoDb.store(Samples.summaryItem(SummaryKey.video(id), new Counts(views, 0, 0, 0)));
    }

    /** The event of a video with this number of views, whose tag is that of the polled response. */
    private static String event(String id, int views) {
        String json = "{\"videoId\":\"" + id + "\",\"views\":" + views + ",\"duration\":0,\"likes\":0,\"dislikes\":0}";
        TestResponse polled = api.get("/videos/" + id + "/summary");
        assertThat(polled.body()).hasToString(json);
        return "id: " + polled.headers().get("ETag") + "\ndata: " + json + "\n\n";
    }

    private static double gauge(String name) {
        return api.registry.get(name).gauge().value();
    }

    private static Timer streams(String status) {
        return api.registry.timer(
                "http.server.requests", "method", "GET", "route", "/videos/{videoId}/summary/live", "status", status);
    }

    private static void awaitReads(String id, long reads) {
        ApiUnderTest.until(() -> reads(id) >= reads);
    }

    private static long reads(String id) {
        return api.dynamoDb.calls().stream()
                .map(call -> ((GetItemRequest) call).key().get("PK").s())
                .filter(("VIDEO#" + id)::equals)
                .count();
    }
}
