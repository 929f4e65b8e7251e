package io.github.viewtally.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cross-origin access, and security headers for browsers. */
class CrossOriginTest {

    private static final String SUMMARY = "GET /videos/v/summary HTTP/1.1";

    @Nested
    class WithoutOrigins {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of());

        @Test
        void sendsNoCorsHeaders() throws IOException {
            MultiMap headers = send(api, SUMMARY, "Origin: https://a.example").headers();

            assertThat(names(headers)).noneMatch(name -> name.startsWith("access-control"));
            assertThat(headers.contains("Vary")).isFalse();
            assertThat(headers.contains("Strict-Transport-Security")).isFalse();
        }

        @Test
        void refusesPreflights() throws IOException {
            send(api, "OPTIONS /views HTTP/1.1", "Origin: https://a.example", "Access-Control-Request-Method: POST")
                    .isProblem(405);
        }
    }

    @Nested
    class WithOrigins {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(
                Map.of("CORS_ORIGINS", "https://a.example,https://b.example:8443", "HSTS_SECONDS", "600"));

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"https://a.example", "https://b.example:8443"})
        void allowsConfiguredOriginsToReadResponses(String origin) throws IOException {
            TestResponse response = send(api, SUMMARY, "Origin: " + origin).hasStatus(200);

            assertThat(response.headers().get("Access-Control-Allow-Origin")).isEqualTo(origin);
            assertThat(response.headers().get("Access-Control-Expose-Headers"))
                    .contains("Retry-After", "X-Request-Id", "ETag");
            assertThat(response.headers().get("Vary")).containsIgnoringCase("origin");
            assertThat(response.headers().getAll("Access-Control-Allow-Credentials"))
                    .containsExactly("true");
        }

        /** Includes requests that are refused before routing, and malformed ones. */
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "400, GET /videos/v/views?limit=0 HTTP/1.1",
            "400, GET /videos/%zz/views HTTP/1.1",
            "404, GET /nowhere HTTP/1.1",
            "405, PUT /views HTTP/1.1",
            "415, POST /views HTTP/1.1",
            "400, no HTTP"
        })
        void allowsConfiguredOriginsToReadProblems(int status, String line) throws IOException {
            MultiMap headers = send(api, line, "Origin: https://a.example")
                    .hasStatus(status)
                    .headers();

            if (!line.equals("no HTTP")) {
                assertThat(headers.getAll("Access-Control-Allow-Origin")).containsExactly("https://a.example");
                assertThat(headers.getAll("Access-Control-Allow-Credentials")).containsExactly("true");
            }
            assertThat(headers.getAll("Vary")).containsExactly("origin");
        }

        @Test
        void acceptsPlainTextFromAllowedOriginsAndWithoutOrigin() {
            for (String origin : List.of("https://a.example", "https://b.example:8443", "null")) {
                Map<String, String> headers =
                        Map.of("Content-Type", "text/plain", "Origin", origin, "Sec-Fetch-Site", "cross-site");
                api.send(HttpMethod.POST, "/views", headers, Buffer.buffer(Samples.VIEW))
                        .hasStatus(201);
            }
            Map<String, String> others = Map.of("Content-Type", "text/plain", "Origin", "https://c.example");
            api.send(HttpMethod.POST, "/views", others, Buffer.buffer(Samples.VIEW))
                    .isProblem(415);
        }

        @Test
        void respondsToPreflights() throws IOException {
            TestResponse response = send(
                            api,
                            "OPTIONS /views HTTP/1.1",
                            "Origin: https://a.example",
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: content-type")
                    .hasStatus(204);

            assertThat(response.headers().get("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
            assertThat(response.headers().get("Access-Control-Allow-Methods")).contains("GET", "POST", "DELETE");
            assertThat(response.headers().get("Access-Control-Allow-Headers"))
                    .contains("Content-Type", "Authorization");
            assertThat(response.headers().get("Access-Control-Max-Age")).isEqualTo("3600");
            assertThat(response.headers().getAll("Access-Control-Allow-Credentials"))
                    .containsExactly("true");
            assertThat(response.headers().getAll("Vary")).containsExactly("origin");
            response.hasHeadersOfEveryResponse();
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "https://c.example",
                    "http://a.example",
                    "https://a.example:8443",
                    "https://a.example.evil.example",
                    "https://evil-a.example",
                    "null",
                    "*"
                })
        void sendsNoCorsHeadersToOtherOrigins(String origin) throws IOException {
            MultiMap headers = send(api, SUMMARY, "Origin: " + origin).headers();

            assertThat(names(headers)).noneMatch(name -> name.startsWith("access-control"));
            assertThat(headers.get("Vary")).containsIgnoringCase("origin");
        }

        @Test
        void variesByOriginEvenWithoutAnOrigin() throws IOException {
            assertThat(send(api, "GET /summaries/videos HTTP/1.1").headers().getAll("Vary"))
                    .containsExactly("origin, accept-encoding");
        }

        @Test
        void servesItsOwnPageWithAnOriginHeader() throws IOException {
            send(api, SUMMARY, "Origin: http://127.0.0.1:8080").hasStatus(200);
        }

        @Test
        void sendsStrictTransportSecurity() throws IOException {
            assertThat(send(api, SUMMARY).headers().get("Strict-Transport-Security"))
                    .isEqualTo("max-age=600");
        }
    }

    @Nested
    class WithAllOrigins {

        @RegisterExtension
        static final ApiUnderTest api = new ApiUnderTest(Map.of("CORS_ORIGINS", "*"));

        @Test
        void allowsAllOriginsToReadResponses() throws IOException {
            MultiMap headers = send(api, SUMMARY, "Origin: https://any.example").headers();

            assertThat(headers.get("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(headers.contains("Access-Control-Allow-Credentials")).isFalse();
            assertThat(headers.contains("Vary")).isFalse();
        }

        @Test
        void respondsToPreflightsWithoutCredentials() throws IOException {
            MultiMap headers = send(
                            api,
                            "OPTIONS /views HTTP/1.1",
                            "Origin: https://any.example",
                            "Access-Control-Request-Method: POST")
                    .hasStatus(204)
                    .headers();

            assertThat(headers.getAll("Access-Control-Allow-Origin")).containsExactly("*");
            assertThat(headers.contains("Access-Control-Allow-Credentials")).isFalse();
        }

        /** A cache may later serve this response to a page that sends an origin. */
        @Test
        void allowsAllOriginsToReadCachedResponses() throws IOException {
            assertThat(send(api, SUMMARY).headers().get("Access-Control-Allow-Origin"))
                    .isEqualTo("*");
        }
    }

    private static TestResponse send(ApiUnderTest api, String line, String... headers) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            return connection
                    .sendHead(Stream.concat(Stream.of(line, "Host: viewtally"), Stream.of(headers))
                            .toArray(String[]::new))
                    .response();
        }
    }

    private static Stream<String> names(MultiMap headers) {
        return headers.names().stream().map(text -> text.toLowerCase(Locale.ROOT));
    }
}
