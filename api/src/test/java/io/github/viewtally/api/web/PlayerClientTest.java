package io.github.viewtally.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins load the client for players, and caches keep it. */
class PlayerClientTest {

    private static final String ORIGIN = "https://player.example";
    private static final int MAX_BYTES = 4_096;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("CORS_ORIGINS", ORIGIN));

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    private static TestResponse get(String path, Map<String, String> headers) {
        return api.send(HttpMethod.GET, path, headers, Buffer.buffer());
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream file = PlayerClientTest.class.getResourceAsStream("/player" + path)) {
            return file.readAllBytes();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/client.js, text/javascript", "/client.d.ts, text/plain"})
    void servesTheFileForAnHour(String path, String type) throws IOException {
        TestResponse response = get(path, Map.of()).hasStatus(200);

        assertThat(response.body().getBytes()).isEqualTo(resource(path));
        assertThat(response.headers().get("Content-Type")).isEqualTo(type + "; charset=utf-8");
        assertThat(response.headers().get("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(response.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.headers().get("Vary")).contains("accept-encoding");
    }

    @Test
    void sendsAtMostFourKilobytesToABrowser() throws IOException {
        TestResponse response = get("/client.js", Map.of("Accept-Encoding", "gzip, deflate, br"))
                .hasStatus(200);

        assertThat(response.headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.body().length()).isLessThanOrEqualTo(MAX_BYTES);
        try (InputStream unzipped =
                new GZIPInputStream(new ByteArrayInputStream(response.body().getBytes()))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(resource("/client.js"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/client.js", "/client.d.ts"})
    void sendsNothingToACacheThatHasTheFile(String path) {
        String tag = get(path, Map.of()).headers().get("ETag");

        TestResponse again = get(path, Map.of("If-None-Match", tag)).hasStatus(304);
        assertThat(again.body().length()).isZero();
        get(path, Map.of("If-None-Match", "\"0\"")).hasStatus(200);
        assertThat(api.send(HttpMethod.HEAD, path).hasStatus(200).headers().get("ETag"))
                .isEqualTo(tag);
    }

    @Test
    void letsOnlyAllowedOriginsLoadTheModule() {
        TestResponse allowed = get("/client.js", Map.of("Origin", ORIGIN)).hasStatus(200);
        TestResponse other =
                get("/client.js", Map.of("Origin", "https://other.example")).hasStatus(200);

        assertThat(allowed.headers().get("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(other.headers().get("Access-Control-Allow-Origin")).isNull();
        assertThat(other.headers().get("Vary")).contains("origin");
    }
}
