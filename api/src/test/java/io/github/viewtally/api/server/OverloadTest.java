package io.github.viewtally.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests above the limit, and requests that take too long. */
class OverloadTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("MAX_REQUESTS", "2", "READ_SECONDS", "1"));

    private final HeldWrites table = new HeldWrites();

    @BeforeEach
    void holdsEveryCall() {
        api.dynamoDb.respondAfter(table::hold);
    }

    @AfterEach
    void releaseHeldWrites() {
        table.release();
    }

    @Test
    void refusesRequestsAboveTheLimitUntilOthersEnd() throws InterruptedException {
        Future<TestResponse> first = post("u1");
        table.next();
        Future<TestResponse> second = post("u2");
        table.next();

        TestResponse refused = ApiUnderTest.await(post("u3"));

        refused.isProblem(503);
        assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
        assertThat(first.isComplete() || second.isComplete()).isFalse();
        assertThat(table.arrived()).isEqualTo(2);
        table.release();
        ApiUnderTest.await(first).hasStatus(200);
        ApiUnderTest.await(second).hasStatus(200);
        ApiUnderTest.await(post("u3")).hasStatus(200);
    }

    @Test
    void respondsToOperatorsDuringOverload() throws InterruptedException {
        Future<TestResponse> first = post("u1");
        table.next();
        Future<TestResponse> second = post("u2");
        table.next();

        api.get("/health/live").hasStatus(200);
        api.get("/metrics").hasStatus(200);
        api.get("/openapi.yaml").isProblem(503);
        table.release();
        ApiUnderTest.await(Future.join(first, second));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/health/../videos/v1/summary",
                "/health/%2e%2e/videos/v1/summary",
                "/health/live/../../videos/v1/summary",
                "/metrics/../videos/v1/summary",
                "/metrics/%2E%2E/openapi.yaml",
                "//health/../videos/v1/summary",
                "/health/none"
            })
    void refusesOtherPathsDuringOverload(String path) throws Exception {
        Future<TestResponse> first = post("u1");
        table.next();
        Future<TestResponse> second = post("u2");
        table.next();

        try (RawHttp connection = new RawHttp(api.port())) {
            connection
                    .sendHead("GET " + path + " HTTP/1.1", "Host: viewtally")
                    .response()
                    .isProblem(503);
        }
        table.release();
        ApiUnderTest.await(Future.join(first, second));
    }

    @Test
    void countsAbandonedRequestsUntilTheyEnd() throws InterruptedException, IOException {
        try (RawHttp gone = new RawHttp(api.port())) {
            gone.sendHead(
                            "POST /votes HTTP/1.1",
                            "Host: viewtally",
                            "Content-Type: application/json",
                            "Content-Length: " + Samples.VOTE.length())
                    .send(Samples.VOTE.getBytes(StandardCharsets.UTF_8));
            table.next();
        }
        Future<TestResponse> second = post("u2");
        table.next();

        ApiUnderTest.until(() -> api.registry.scrape().contains("route=\"/votes\",status=\"499\""));
        ApiUnderTest.await(post("u3")).isProblem(503);
        table.release();
        ApiUnderTest.await(second).hasStatus(200);
        ApiUnderTest.until(() -> ApiUnderTest.await(post("u3")).status() == 200);
    }

    @Test
    void timesOutASlowReadAndDropsItsLateResult() throws InterruptedException, IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead("GET /videos/v/summary HTTP/1.1", "Host: viewtally");
            CompletableFuture<Void> read = table.next().response();

            connection.response().isProblem(503);
            read.complete(null);

            connection.sendHead("GET /videos/w/summary HTTP/1.1", "Host: viewtally");
            table.next().response().complete(null);
            assertThat(connection.response().hasStatus(200).json().getString("videoId"))
                    .isEqualTo("w");
        }
    }

    @Test
    void timesOutAReadThatFailsLater() throws InterruptedException, IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead("GET /videos/v/summary HTTP/1.1", "Host: viewtally");
            CompletableFuture<Void> read = table.next().response();

            connection.response().isProblem(503);
            read.completeExceptionally(new IllegalStateException("later"));

            connection
                    .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                    .response()
                    .hasStatus(200);
        }
    }

    /** A read that starts later times out; the write does not. */
    @Test
    void doesNotTimeOutWrites() throws InterruptedException {
        Future<TestResponse> write = post("u1");
        table.next();

        api.get("/videos/v/summary").isProblem(503);

        assertThat(write.isComplete()).isFalse();
        table.release();
        ApiUnderTest.await(write).hasStatus(200);
    }

    private static Future<TestResponse> post(String user) {
        return api.begin(
                HttpMethod.POST,
                "/votes",
                ApiUnderTest.JSON,
                Buffer.buffer(Samples.VOTE.replace("\"u\"", '"' + user + '"')));
    }
}
