package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** {@code GET /videos/{videoId}/summary/live} sends the totals of a video each time they change. */
@Timeout(180)
class LiveSummaryTest {

    /** Limits that a stream would exceed if they applied to it. */
    @RegisterExtension
    static final ApiUnderTest api =
            new ApiUnderTest(Map.of("CACHE_MS", "1000", "READ_SECONDS", "1", "IDLE_SECONDS", "1"));

    private final LiveVideo video = new LiveVideo(api);

    @BeforeEach
    void storeOneView() {
        video.setViews(1);
    }

    @AfterEach
    void awaitEndOfStreams() {
        video.awaitEndOfStreams();
    }

    @Test
    void sendsTheTotalsAtOnceAndAfterEachChange() throws IOException {
        try (RawHttp client = video.listen()) {
            TestResponse head = client.response().hasStatus(200);
            head.hasHeadersOfEveryResponse();
            assertThat(head.headers().get("Content-Type")).isEqualTo("text/event-stream");
            assertThat(head.headers().get("Cache-Control")).isEqualTo("no-cache, no-transform");
            assertThat(head.headers().contains("Content-Encoding")).isFalse();
            String[] first = head.body().toString().split("\n\n", 2);
            assertThat(first[0]).matches("retry: [1-4][0-9]{3}");
            assertThat(first[1]).isEqualTo(video.event(1));

            for (int views = 2; views <= 4; views++) {
                video.setViews(views);
                assertThat(client.chunk()).hasToString(video.event(views));
            }
        }
    }

    @Test
    void usesTheEntityTagOfThePolledSummaryAsTheId() throws IOException {
        String tag = api.get(video.summary()).headers().get("ETag");

        try (RawHttp client = video.listen()) {
            assertThat(client.response().body().toString()).contains("\nid: " + tag + "\ndata: {");
        }
    }

    @Test
    void doesNotRepeatTheStateThatTheClientHas() throws IOException {
        String tag = api.get(video.summary()).headers().get("ETag");

        try (RawHttp client = video.listen("Last-Event-ID: " + tag)) {
            assertThat(client.response().body().toString()).matches("retry: [0-9]+\n\n");
            video.setViews(2);
            assertThat(client.chunk()).hasToString(video.event(2));
        }
    }

    @Test
    void sendsTheStateIfTheClientHasAnOlderOne() throws IOException {
        try (RawHttp client = video.listen("Last-Event-ID: \"older\"")) {
            assertThat(client.response().body().toString()).endsWith(video.event(1));
        }
    }

    @Test
    void sendsNothingWhileNothingChanges() throws IOException {
        try (RawHttp client = video.listen()) {
            client.response();
            video.awaitReads(3);
            assertThat(client.hasResponse()).isFalse();
        }
    }

    @Test
    void sendsWhatAPollHasRead() throws IOException {
        try (RawHttp client = video.listen()) {
            client.response();
            video.setViews(2);
            ApiUnderTest.until(() -> api.get(video.summary()).json().getInteger("views") == 2);

            // The response to a poll and the event come from one read.
            assertThat(client.chunk()).hasToString(video.event(2));
            assertThat(video.reads()).isEqualTo(2);
        }
    }

    @Test
    void staysOpenWhileTheTableFails() throws IOException {
        try (RawHttp client = video.listen()) {
            client.response();
            long before = video.reads();
            api.dynamoDb.failWith(DynamoDbException.builder().message("down").build());
            video.awaitReads(before + 3);
            api.get(video.live()).isProblem(503);

            assertThat(client.hasResponse()).isFalse();
            video.setViews(2);
            api.dynamoDb.respondAfter(call -> CompletableFuture.completedFuture(null));
            assertThat(client.chunk()).hasToString(video.event(2));
        }
    }

    @Test
    void respondsToHeadWithoutAStream() {
        TestResponse head = api.send(HttpMethod.HEAD, video.live(), Map.of(), Buffer.buffer())
                .hasStatus(200);

        assertThat(head.headers().get("Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void worksForClientsOfHttp10() throws IOException {
        try (RawHttp client = new RawHttp(api.port())) {
            client.sendHead("GET " + video.live() + " HTTP/1.0", "Host: viewtally");

            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.0 200").doesNotContain("chunked");
            assertThat(client.until("}\n\n")).endsWith(video.event(1));
        }
    }
}
