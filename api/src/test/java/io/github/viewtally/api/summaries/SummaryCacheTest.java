package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads of the table with a cache that keeps everything during a test. Each test has its own resources. */
class SummaryCacheTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("CACHE_MS", "60000"));

    private int reads() {
        return api.dynamoDb.calls().size();
    }

    static Stream<String> cached() {
        return Stream.of(
                "/videos/one/summary",
                "/users/one/summary",
                "/summaries/videos?ids=one,two",
                "/summaries/users?ids=one,two",
                "/totals",
                "/users/one/stats?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z",
                "/videos/one/stats?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z",
                "/totals/stats?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z",
                "/summaries/videos?limit=17",
                "/summaries/users?limit=17");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cached")
    void readsTheTableOnceForAllRequests(String uri) {
        TestResponse first = api.get(uri).hasStatus(200);
        int once = reads();
        TestResponse second = api.get(uri).hasStatus(200);
        Map<String, String> known = Map.of("If-None-Match", first.headers().get("ETag"));
        api.send(HttpMethod.GET, uri, known, Buffer.buffer()).hasStatus(304);
        api.send(HttpMethod.HEAD, uri).hasStatus(200);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(once).isPositive();
        assertThat(reads()).isEqualTo(once);
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource({
        "/videos/apart/summary, /users/apart/summary",
        "/videos/apart1/summary, /videos/apart2/summary",
        "/videos/apart3/summary, /summaries/videos?ids=apart3",
        "'/summaries/videos?ids=apart,5', '/summaries/videos?ids=5,apart'",
        "'/summaries/videos?ids=apart,6', '/summaries/users?ids=apart,6'",
        "/summaries/videos?limit=23, /summaries/videos?limit=24",
        "/summaries/videos?limit=25, /summaries/users?limit=25"
    })
    void keepsResourcesApart(String one, String other) {
        TestResponse first = api.get(one).hasStatus(200);
        int reads = reads();
        TestResponse second = api.get(other).hasStatus(200);

        assertThat(reads()).isGreaterThan(reads);
        if (!one.contains("limit")) {
            assertThat(second.body()).isNotEqualTo(first.body());
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/videos/same/summary, /videos/s%61me/summary",
        "'/summaries/videos?ids=same,7', '/summaries/videos?ids=same%2C7,same'",
        "'/summaries/videos?ids=same,8', '/summaries/videos?limit=9&ids=same,8'",
        "/summaries/users, /summaries/users?limit=100"
    })
    void recognizesAResourceInAnotherNotation(String one, String other) {
        api.get(one).hasStatus(200);
        int reads = reads();
        api.get(other).hasStatus(200);

        assertThat(reads()).isEqualTo(reads);
    }

    @Test
    void countsCacheHits() {
        api.get("/videos/counted/summary").hasStatus(200);
        double hits = hits();

        api.get("/videos/counted/summary").hasStatus(200);

        assertThat(hits()).isEqualTo(hits + 1);
    }

    private static double hits() {
        return api.registry
                .get("summaries.cache.requests")
                .tag("outcome", "hit")
                .functionCounter()
                .count();
    }

    @Test
    void cachesPagesSeparately() {
        IntStream.range(10, 20)
                .forEach(id -> api.dynamoDb.store(
                        Samples.summaryItem(SummaryKey.video(Integer.toString(id)), Counts.ofView(id))));

        List<TestResponse> pages = api.pages("/summaries/videos?limit=4");

        assertThat(pages.stream().flatMap(page -> page.items().stream()).map(item -> item.getString("videoId")))
                .isEqualTo(IntStream.range(10, 20)
                        .mapToObj(id -> Integer.toString(29 - id))
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/videos/many/summary", "/summaries/users?ids=many"})
    void sharesOneReadAmongConcurrentRequests(String uri) {
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        api.dynamoDb.respondAfter(request -> {
            asked.complete(null);
            return go;
        });
        Future<TestResponse> first = begin(uri);
        asked.join();
        List<Future<TestResponse>> others =
                IntStream.range(0, 50).mapToObj(i -> begin(uri)).toList();
        // One event loop handles all connections, so a response proves that earlier requests are waiting.
        IntStream.range(0, 50).forEach(i -> api.get("/health/live").hasStatus(200));
        go.complete(null);

        assertThat(ApiUnderTest.await(first).status()).isEqualTo(200);
        others.forEach(other -> assertThat(ApiUnderTest.await(other).status()).isEqualTo(200));
        assertThat(reads()).isEqualTo(1);
    }

    private static Future<TestResponse> begin(String uri) {
        return api.begin(HttpMethod.GET, uri, Map.of(), Buffer.buffer());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/videos/failing/summary", "/summaries/users?ids=failing", "/summaries/users?limit=99"})
    void doesNotCacheAFailure(String uri) {
        api.dynamoDb.failWith(SdkClientException.create("secret"));
        api.get(uri).isProblem(503);
        api.get(uri).isProblem(503);
        api.dynamoDb.reset();

        api.get(uri).hasStatus(200);
        assertThat(reads()).isPositive();
    }

    @Test
    void refusesCursorOfAnotherListEvenIfItsPageIsCached() {
        IntStream.range(30, 40)
                .forEach(id -> api.dynamoDb.store(
                        Samples.summaryItem(SummaryKey.video(Integer.toString(id)), Counts.ofView(id))));
        String cursor = api.get("/summaries/videos?limit=3").nextCursor();
        api.get("/summaries/videos?limit=3&cursor=" + cursor).hasStatus(200);

        api.get("/summaries/users?limit=3&cursor=" + cursor).isProblem(400, "?cursor");
        api.get("/summaries/videos?limit=3&cursor=" + cursor + "x").isProblem(400, "?cursor");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/videos/v/views", "/videos/v/likes", "/users/u/views", "/users/u/votes"})
    void readsListsOfEventsForEachRequest(String uri) {
        api.get(uri).hasStatus(200);
        int once = queries();
        api.get(uri).hasStatus(200);

        assertThat(once).isPositive();
        assertThat(queries()).isEqualTo(2 * once);
    }

    /** The reads without that of the number of a video's partitions, which is cached. */
    private static int queries() {
        return (int) api.dynamoDb.calls().stream()
                .filter(QueryRequest.class::isInstance)
                .count();
    }
}
