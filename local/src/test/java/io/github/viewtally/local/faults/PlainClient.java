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

/** Calls the API once, and takes what comes. */
final class PlainClient {

    /** What an answer was, and how long it took. */
    record Answer(int status, String contentType, String retryAfter, Duration time) {

        /** A 503 as the contract has it. */
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

    /** Posts a view. */
    Answer post() throws Exception {
        return post(1).get(0);
    }

    /** Posts so many views at once. */
    List<Answer> post(int views) throws Exception {
        return all(IntStream.range(0, views).mapToObj(this::postOf).toList());
    }

    /**
     * All that needs the table is refused in time; that the process lives is said nevertheless. The list is one that nobody
     * else asks for: the usual one may still be in memory, as the API reads it when it starts.
     */
    void assertUnavailable() throws Exception {
        List<CompletableFuture<Answer>> calls = List.of(
                postOf(0),
                get("/videos/5/summary"),
                get("/summaries/videos?limit=7"),
                get("/videos/5/views"),
                get("/health/ready"));
        assertThat(status("/health/live")).isEqualTo(200);
        assertThat(all(calls)).allSatisfy(answer -> {
            answer.assertUnavailable();
            assertThat(answer.time()).isLessThan(Duration.ofSeconds(8));
        });
    }

    int status(String path) throws Exception {
        return all(List.of(get(path))).get(0).status();
    }

    private CompletableFuture<Answer> get(String path) {
        return send(HttpRequest.newBuilder(api.resolve(path)));
    }

    private CompletableFuture<Answer> postOf(int user) {
        JsonObject view =
                new JsonObject().put("userId", "u" + user).put("videoId", "5").put("duration", 10);
        return send(HttpRequest.newBuilder(api.resolve("/views"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(view.encode())));
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        long started = System.nanoTime();
        return http.sendAsync(request.timeout(TIMEOUT).build(), BodyHandlers.discarding())
                .thenApply(response -> answer(response, Duration.ofNanos(System.nanoTime() - started)));
    }

    private static Answer answer(HttpResponse<Void> response, Duration time) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.headers().firstValue("retry-after").orElse(""),
                time);
    }

    private static List<Answer> all(List<CompletableFuture<Answer>> calls) throws Exception {
        List<Answer> answers = new ArrayList<>();
        for (CompletableFuture<Answer> call : calls) {
            answers.add(call.get(TIMEOUT.toSeconds() + 5, TimeUnit.SECONDS));
        }
        return answers;
    }
}
