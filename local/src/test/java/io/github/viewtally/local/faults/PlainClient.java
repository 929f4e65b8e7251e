package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A client of the API without retries. */
final class PlainClient {

    /** A response and the time until it arrived. */
    record TimedResponse(int status, String contentType, String retryAfter, Duration time) {

        /** Checks that this is a 503 as in the contract. */
        void assertUnavailable() {
            assertThat(status).isEqualTo(503);
            assertThat(contentType).isEqualTo("application/problem+json");
            assertThat(retryAfter).isNotEmpty();
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    PlainClient(URI api) {
        this.api = api;
    }

    TimedResponse post() throws Exception {
        return post(1).get(0);
    }

    /** Posts this number of views at the same time. */
    List<TimedResponse> post(int views) throws Exception {
        return all(IntStream.range(0, views).mapToObj(this::postOf).toList());
    }

    /**
     * Checks that requests that need the table get a 503 within 8 seconds, and that the liveness check succeeds. The limit of
     * the list is unusual, because the API has the usual first page in memory.
     */
    void assertUnavailable() throws Exception {
        List<CompletableFuture<TimedResponse>> calls = List.of(
                postOf(0),
                get("/videos/5/summary"),
                get("/summaries/videos?limit=7"),
                get("/videos/5/views"),
                get("/health/ready"));
        assertThat(status("/health/live")).isEqualTo(200);
        assertThat(all(calls)).allSatisfy(response -> {
            response.assertUnavailable();
            assertThat(response.time()).isLessThan(Duration.ofSeconds(20));
        });
    }

    int status(String path) throws Exception {
        return all(List.of(get(path))).get(0).status();
    }

    private CompletableFuture<TimedResponse> get(String path) {
        return send(HttpRequest.newBuilder(api.resolve(path)));
    }

    private CompletableFuture<TimedResponse> postOf(int user) {
        JsonObject view =
                new JsonObject().put("userId", "u" + user).put("videoId", "5").put("duration", 10);
        return send(HttpRequest.newBuilder(api.resolve("/views"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(view.encode())));
    }

    private CompletableFuture<TimedResponse> send(HttpRequest.Builder request) {
        long started = System.nanoTime();
        return http.sendAsync(request.timeout(TIMEOUT).build(), BodyHandlers.discarding())
                .thenApply(response -> timed(response, Duration.ofNanos(System.nanoTime() - started)));
    }

    private static TimedResponse timed(HttpResponse<Void> response, Duration time) {
        return new TimedResponse(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.headers().firstValue("retry-after").orElse(""),
                time);
    }

    private static List<TimedResponse> all(List<CompletableFuture<TimedResponse>> calls) throws Exception {
        List<TimedResponse> responses = new ArrayList<>();
        for (CompletableFuture<TimedResponse> call : calls) {
            responses.add(call.get(TIMEOUT.toSeconds() + 5, TimeUnit.SECONDS));
        }
        return responses;
    }
}
