package io.github.viewtally.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that are not HTTP, or that can be read in two ways, are refused, and the connection is closed. */
class BadHeadTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource
    void refusesAnAmbiguousHeadAndReadsNothingAfterIt(String header, String head) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead(
                    head, "", "59", Samples.VIEW, "0", "", "GET /videos/v/summary HTTP/1.1", "Host: viewtally");

            TestResponse response = connection.response();
            response.isProblem(400, header);
            response.hasHeadersOfEveryResponse();
            assertThat(response.headers().get("Connection")).isEqualTo("close");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    static Stream<Arguments> refusesAnAmbiguousHeadAndReadsNothingAfterIt() {
        Stream<Arguments> lengths = Stream.of(
                        "chunked, xchunked",
                        "chunked, identity",
                        "identity, chunked",
                        "gzip, chunked",
                        "chunked, chunked",
                        "chunked\r\nTransfer-Encoding: chunked",
                        "chunked\r\nTransfer-Encoding: identity",
                        "identity",
                        "gzip",
                        "xchunked",
                        "\"chunked\"",
                        "chunked;q=1",
                        "chunked\r\nContent-Length: 89",
                        "xchunked\r\nContent-Length: 89",
                        "chunked\r\nContent-Length: 0",
                        "CHUNKED\r\nContent-Length: 5\r\nContent-Length: 6")
                .flatMap(codings -> Stream.of("HTTP/1.1", "HTTP/1.0")
                        .map(version -> arguments(
                                "Transfer-Encoding",
                                "POST /views " + version + "\r\nHost: viewtally\r\nContent-Type: application/json"
                                        + "\r\nTransfer-Encoding: " + codings)));
        String post = "POST /views HTTP/1.1\r\nContent-Type: application/json";
        return Stream.concat(
                lengths,
                Stream.of(
                        arguments(
                                "Transfer-Encoding",
                                "POST /views HTTP/1.0\r\nHost: viewtally\r\nTransfer-Encoding: chunked"),
                        arguments("Content-Length", post + "\r\nHost: viewtally\r\nContent-Length: 89, 89"),
                        arguments(
                                "Content-Length",
                                post + "\r\nHost: viewtally\r\nContent-Length: 89\r\nContent-Length: 89"),
                        arguments("Content-Length", post + "\r\nHost: viewtally\r\nContent-Length: +89"),
                        arguments("Content-Length", post + "\r\nHost: viewtally\r\nContent-Length: -1"),
                        arguments(
                                "Content-Length",
                                post + "\r\nHost: viewtally\r\nContent-Length: 2\r\nContent-Length: 3"),
                        arguments("Content-Length", post + "\r\nHost: viewtally\r\nContent-Length: 0x59"),
                        arguments(
                                "Host", post + "\r\nHost: viewtally\r\nHost: viewtally\r\nTransfer-Encoding: chunked"),
                        arguments("Host", post + "\r\nHost: viewtally\r\nHost: other\r\nContent-Length: 89"),
                        arguments("Host", "GET /videos/v/summary HTTP/1.1\r\nHost: a\r\nhost: b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void closesTheConnectionIfTheHeadIsNotHttp(int status, String head) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            TestResponse response = connection.sendHead(head).response();

            response.isProblem(status);
            response.hasHeadersOfEveryResponse();
            assertThat(response.headers().get("Connection")).isEqualTo("close");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    static Stream<Arguments> closesTheConnectionIfTheHeadIsNotHttp() {
        String host = "\r\nHost: viewtally";
        String json = "\r\nContent-Type: application/json";
        return Stream.of(
                arguments(400, "nonsense"),
                arguments(400, "GET /videos/a b/summary HTTP/1.1" + host),
                arguments(400, "GET /videos/v/views?limit=1 0 HTTP/1.1" + host),
                arguments(400, "GET /videos/a\u0000/summary HTTP/1.1" + host),
                arguments(400, "POST /views HTTP/1.1" + host + json + "\r\nContent Length: 3"),
                arguments(414, "GET /videos/" + "a".repeat(50_000) + "/summary HTTP/1.1" + host),
                arguments(431, "GET /videos/v/summary HTTP/1.1" + host + "\r\nX: " + "a".repeat(50_000)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/videos/\u00e9/summary", "/videos/a#b/summary", "/videos/a\\/summary"})
    void refusesInvalidCharactersInPath(String path) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection
                    .sendHead("GET " + path + " HTTP/1.1", "Host: viewtally")
                    .response()
                    .isProblem(400, "{videoId}");
        }
    }

    @Test
    void refusesRequestWithoutHost() throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead("GET /videos/v/summary HTTP/1.1").response().isProblem(400);
        }
    }

    static byte[] lineEnd() {
        return new byte[] {'\r', '\n'};
    }
}
