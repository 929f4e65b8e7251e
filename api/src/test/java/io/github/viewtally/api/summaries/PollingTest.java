package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional requests of a client that polls. Runs without a cache, which does not affect them. */
class PollingTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final String LONG_LIST = "/summaries/videos";

    static Stream<String> polled() {
        return Stream.of(
                "/videos/5/summary",
                "/users/5/summary",
                "/summaries/videos",
                "/summaries/users",
                "/summaries/videos?ids=5,6",
                "/summaries/videos?limit=1");
    }

    private static TestResponse get(String uri, Map<String, String> headers) {
        return api.send(HttpMethod.GET, uri, headers, Buffer.buffer());
    }

    private static String tag(TestResponse response) {
        return response.headers().get("ETag");
    }

    private static void storeLongList() {
        IntStream.range(100, 200)
                .forEach(id -> api.dynamoDb.store(
                        Samples.summaryItem(SummaryKey.video(Integer.toString(id)), new Counts(id, id, id, id))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("polled")
    void respondsWith304ToAClientWithTheSameTag(String uri) {
        TestResponse whole = api.get(uri).hasStatus(200);
        for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
            for (String known : new String[] {tag(whole), "W/" + tag(whole), "\"x\", " + tag(whole), "*"}) {
                TestResponse same = api.send(method, uri, Map.of("If-None-Match", known), Buffer.buffer())
                        .hasStatus(304);

                assertThat(same.body().length()).isZero();
                assertThat(tag(same)).isEqualTo(tag(whole));
                for (String header : new String[] {"Cache-Control", "Vary"}) {
                    assertThat(same.headers().get(header))
                            .isEqualTo(whole.headers().get(header));
                }
                assertThat(same.headers().contains("Content-Length")).isFalse();
                assertThat(same.headers().contains("Content-Type")).isFalse();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("polled")
    void sendsTheBodyToAClientWithAnotherTag(String uri) {
        TestResponse whole = api.get(uri).hasStatus(200);
        for (String known : new String[] {"\"x\"", tag(whole).replace("\"", ""), "nonsense", tag(whole) + "\""}) {
            if (!known.startsWith(tag(whole))) {
                assertThat(get(uri, Map.of("If-None-Match", known))
                                .hasStatus(200)
                                .body())
                        .isEqualTo(whole.body());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("polled")
    void sendsTheBodyAfterAChange(String uri) {
        String known = tag(api.get(uri));
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.video("5"), Counts.ofView(7)));
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.user("5"), Counts.ofView(7)));

        TestResponse changed = get(uri, Map.of("If-None-Match", known)).hasStatus(200);

        assertThat(tag(changed)).isNotEqualTo(known);
        get(uri, Map.of("If-None-Match", tag(changed))).hasStatus(304);
    }

    @Test
    void sendsTheLifetimeOfTheResponse() {
        assertThat(api.get("/videos/5/summary").headers().get("Cache-Control"))
                .isEqualTo("public, max-age=1, stale-while-revalidate=5");
    }

    @Test
    void sendsDifferentTagsForDifferentResources() {
        assertThat(tag(api.get("/videos/5/summary"))).isNotEqualTo(tag(api.get("/users/5/summary")));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/videos/a%20b/summary", "/videos/5/summary?x=1", "/summaries/videos?limit=0", "/nothing"})
    void sendsNoCacheHeadersWithProblems(String uri) {
        TestResponse problem = get(uri, Map.of("If-None-Match", "*"));

        assertThat(problem.status()).isBetween(400, 404);
        assertThat(problem.headers().contains("ETag")).isFalse();
        assertThat(problem.headers().contains("Cache-Control")).isFalse();
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "deflate, gzip;q=0.5, br",
                "*",
                "gzip;q=1.0, identity; q=0.5",
                "*;q=0.1"
            })
    void compressesLongListForClientThatTakesIt(String accepted) {
        storeLongList();
        TestResponse plain = api.get(LONG_LIST).hasStatus(200);

        TestResponse compressed =
                get(LONG_LIST, Map.of("Accept-Encoding", accepted)).hasStatus(200);

        assertThat(compressed.headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.body().length()).isLessThan(plain.body().length() / 3);
        assertThat(compressed.content()).isEqualTo(plain.body());
        assertThat(tag(compressed)).isNotEqualTo(tag(plain));
        TestResponse same = get(LONG_LIST, Map.of("Accept-Encoding", accepted, "If-None-Match", tag(compressed)))
                .hasStatus(304);
        assertThat(tag(same)).isEqualTo(tag(compressed));
        get(LONG_LIST, Map.of("If-None-Match", tag(compressed))).hasStatus(200);
        get(LONG_LIST, Map.of("Accept-Encoding", accepted, "If-None-Match", tag(plain)))
                .hasStatus(200);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "",
                "identity",
                "br, deflate",
                "gzip;q=0",
                "gzip;q=0, *",
                "*;q=0",
                "gzip;q=0.2, identity;q=0.8",
                "gzipped",
                ";;,=,",
            })
    void doesNotCompressForOthers(String accepted) {
        storeLongList();

        TestResponse response =
                get(LONG_LIST, Map.of("Accept-Encoding", accepted)).hasStatus(200);

        assertThat(response.headers().contains("Content-Encoding")).isFalse();
        assertThat(response.items()).hasSize(100);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/summaries/videos, true", "/summaries/videos?ids=5, true", "/videos/5/summary, false"})
    void doesNotCompressAShortBody(String uri, boolean varies) {
        TestResponse response = get(uri, Map.of("Accept-Encoding", "gzip")).hasStatus(200);

        assertThat(response.headers().contains("Content-Encoding")).isFalse();
        assertThat(response.headers().contains("Vary")).isEqualTo(varies);
    }

    @Test
    void sendsTheContentLengthForHead() {
        storeLongList();
        for (String accepted : new String[] {"identity", "gzip"}) {
            Map<String, String> headers = Map.of("Accept-Encoding", accepted);
            TestResponse get = get(LONG_LIST, headers);
            TestResponse head = api.send(HttpMethod.HEAD, LONG_LIST, headers, Buffer.buffer());

            assertThat(head.body().length()).isZero();
            for (String header : new String[] {"Content-Length", "Content-Encoding", "ETag", "Vary", "Content-Type"}) {
                assertThat(head.headers().get(header)).isEqualTo(get.headers().get(header));
            }
            assertThat(get.headers().get("Content-Length"))
                    .isEqualTo(Integer.toString(get.body().length()));
        }
    }
}
