package io.github.viewtally.api.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with invalid headers, size or form are refused, and nothing reaches the table. */
class BadMessageTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final int MEGABYTE = 1 << 20;

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesBodyThatDoesNotSayItIsJson(String route, Map<String, String> headers) {
        api.send(HttpMethod.POST, route, headers, Buffer.buffer(Samples.body(route)))
                .isProblem(415);
    }

    static Stream<Arguments> refusesBodyThatDoesNotSayItIsJson() {
        Stream<Map<String, String>> types = Stream.of(
                        "",
                        "text/html",
                        "text/json",
                        "application",
                        "application/jsonx",
                        "application/ld+json",
                        "application/problem+json",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "*/*",
                        "text/plain; application/json",
                        "text/plain, application/json")
                .map(type -> Map.of("Content-Type", type));
        Stream<Map<String, String>> encodings = Stream.of("gzip", "deflate", "br", "zstd", "identity, gzip", "x")
                .map(encoding -> Map.of("Content-Type", "application/json", "Content-Encoding", encoding));
        return Stream.of(Stream.of(Map.<String, String>of()), types, encodings)
                .flatMap(headers -> headers)
                .flatMap(headers -> Stream.of(arguments("/views", headers), arguments("/votes", headers)));
    }

    @ParameterizedTest(name = "{0}: {1} bytes")
    @MethodSource
    void refusesLongBodyWithAResponse(String route, int length) {
        api.send(HttpMethod.POST, route, ApiUnderTest.JSON, Buffer.buffer(new byte[length]))
                .isProblem(413);
    }

    @ParameterizedTest(name = "{0}: {1} bytes")
    @MethodSource("refusesLongBodyWithAResponse")
    void respondsToAClientThatSendsEverythingFirst(String route, int length) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection
                    .sendHead(
                            "POST " + route + " HTTP/1.1",
                            "Host: viewtally",
                            "Content-Type: application/json",
                            "Content-Length: " + length)
                    .send(new byte[length]);

            connection.response().isProblem(413);
        }
    }

    @ParameterizedTest(name = "{0}: {1} bytes")
    @MethodSource("refusesLongBodyWithAResponse")
    void refusesLongBodyThatDoesNotSayItsLength(String route, int length) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead(
                    "POST " + route + " HTTP/1.1",
                    "Host: viewtally",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked");
            for (int sent = 0; sent < length; sent += 16 * 1024) {
                byte[] chunk = new byte[Math.min(16 * 1024, length - sent)];
                connection.send(
                        (Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1),
                        chunk,
                        BadHeadTest.lineEnd());
            }
            connection.sendHead("0");

            connection.response().isProblem(413);
        }
    }

    static Stream<Arguments> refusesLongBodyWithAResponse() {
        return Stream.of("/views", "/votes")
                .flatMap(route -> Stream.of(BodyLimits.MAX_EVENT_BODY + 1, 65 * 1024, 10 * MEGABYTE)
                        .map(length -> arguments(route, length)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/views", "/votes"})
    void refusesLongBodyOverHttp2(String route) {
        ApiUnderTest.await(ApiUnderTest.begin(
                        api.clientOfOneConnection(),
                        HttpMethod.POST,
                        route,
                        ApiUnderTest.JSON,
                        Buffer.buffer(new byte[65 * 1024])))
                .isProblem(413);
    }

    @Test
    void respondsToHttp2WithAProblem() {
        ApiUnderTest.await(ApiUnderTest.begin(
                        api.clientOfOneConnection(),
                        HttpMethod.GET,
                        "/videos/v/views?limit=0",
                        Map.of(),
                        Buffer.buffer()))
                .isProblem(400, "?limit");
    }

    @Test
    void refusesLongBodyInsteadOfContinue() throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead(
                    "POST /views HTTP/1.1",
                    "Host: viewtally",
                    "Content-Type: application/json",
                    "Content-Length: " + MEGABYTE,
                    "Expect: 100-continue");

            TestResponse response = connection.response();

            response.isProblem(413);
            assertThat(response.headers().get("Connection")).isEqualTo("close");
        }
    }

    @Test
    void keepsConnectionOpenAfterBadRequests() throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            for (String path :
                    new String[] {"/nothing", "/videos/v/views?limit=0", "/videos/a%20b/summary", "/views"}) {
                TestResponse response = connection
                        .sendHead("GET " + path + " HTTP/1.1", "Host: viewtally")
                        .response();
                assertThat(response.status()).isBetween(400, 405);
                assertThat(response.headers().contains("Connection")).isFalse();
            }
            connection
                    .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                    .response()
                    .hasStatus(200);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "nonsense\r\n",
                "59\r\n{view}\r\nnonsense\r\n",
                "59\r\n{view}0\r\n\r\n",
                "59\r\n{view}\n0\r\n\r\n",
                "59\n{view}\r\n0\r\n\r\n",
                "0x59\r\n{view}\r\n0\r\n\r\n",
                "+59\r\n{view}\r\n0\r\n\r\n",
                "-1\r\n{view}\r\n0\r\n\r\n",
                "ffffffffffffffff59\r\n{view}\r\n0\r\n\r\n",
                ";ext=1\r\n{view}\r\n0\r\n\r\n",
                "59 x\r\n{view}\r\n0\r\n\r\n",
                "59;a=1\n{view}\r\n0\r\n\r\n",
                "59\r\n{view}\r\n0\r\nno trailer\r\n\r\n"
            })
    void respondsToAMalformedChunkWithAProblemAndCloses(String body) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead(
                    "POST /views HTTP/1.1",
                    "Host: viewtally",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked",
                    "",
                    body.replace("{view}", Samples.VIEW) + "GET /videos/v/summary HTTP/1.1",
                    "Host: viewtally");

            TestResponse response = connection.response();
            response.isProblem(400, "Transfer-Encoding");
            assertThat(response.headers().get("Connection")).isEqualTo("close");
            assertThat(connection.isEnded()).isTrue();
        }
    }
}
