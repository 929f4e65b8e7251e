package io.github.viewtally.api.request;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For an invalid body, the error names the field, and nothing reaches the table. */
class BadBodyTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final List<String> OTHER_TYPES = List.of("null", "1", "1.5", "true", "false", "[]", "{}", "[\"a\"]");

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesBodyThatIsNotAJsonObject(String route, String fault, byte[] body) {
        api.send(HttpMethod.POST, route, ApiUnderTest.JSON, Buffer.buffer(body)).isProblem(400, "#");
    }

    static Stream<Arguments> refusesBodyThatIsNotAJsonObject() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("truncated", "{\"userId\":\"u\",\"vid".getBytes(UTF_8));
        bodies.put("truncated within a string", "{\"userId\":\"".getBytes(UTF_8));
        bodies.put("not closed", "{\"userId\":\"u\"".getBytes(UTF_8));
        bodies.put("empty", new byte[0]);
        bodies.put("blank", " \n".getBytes(UTF_8));
        bodies.put("text", "\"u\"".getBytes(UTF_8));
        bodies.put("number", "1".getBytes(UTF_8));
        bodies.put("null", "null".getBytes(UTF_8));
        bodies.put("true", "true".getBytes(UTF_8));
        bodies.put("array", "[{}]".getBytes(UTF_8));
        bodies.put("bare word", "views".getBytes(UTF_8));
        bodies.put("form", "userId=u&videoId=v".getBytes(UTF_8));
        bodies.put("trailing text", "{} x".getBytes(UTF_8));
        bodies.put("trailing object", "{}{}".getBytes(UTF_8));
        bodies.put("trailing bracket", "{}]".getBytes(UTF_8));
        bodies.put("trailing comma", "{\"userId\":\"u\",}".getBytes(UTF_8));
        bodies.put("single quotes", "{'userId':'u'}".getBytes(UTF_8));
        bodies.put("bare name", "{userId:\"u\"}".getBytes(UTF_8));
        bodies.put("comment", "{/**/}".getBytes(UTF_8));
        bodies.put("not a number", "{\"duration\":NaN}".getBytes(UTF_8));
        bodies.put("number with leading zero", "{\"duration\":035}".getBytes(UTF_8));
        bodies.put("number with plus", "{\"duration\":+35}".getBytes(UTF_8));
        bodies.put("hexadecimal number", "{\"duration\":0x23}".getBytes(UTF_8));
        bodies.put("raw line end in text", "{\"userId\":\"a\nb\"}".getBytes(UTF_8));
        bodies.put("unknown escape", "{\"userId\":\"\\x41\"}".getBytes(UTF_8));
        bodies.put("2,000 objects deep", "{\"userId\":".repeat(2_000).getBytes(UTF_8));
        bodies.put("2,000 arrays deep", ("{\"userId\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}").getBytes(UTF_8));
        bodies.put("unknown and deep", ("{\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}").getBytes(UTF_8));
        bodies.put("number of 5,000 digits", ("{\"duration\":" + "9".repeat(5_000) + "}").getBytes(UTF_8));
        bodies.put("name of 60,000 characters", ("{\"" + "a".repeat(60_000) + "\":1}").getBytes(UTF_8));
        bodies.put("UTF-8 cut off", new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82, '"', ':', '1', '}'});
        bodies.put("no UTF-8", new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'});
        bodies.put("overlong UTF-8", new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'});
        bodies.put(
                "surrogate in UTF-8", new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'});
        bodies.put("UTF-16", Samples.body("/views").getBytes(UTF_16LE));
        bodies.put("UTF-16 with a byte order mark", ("\ufeff" + Samples.body("/views")).getBytes(UTF_16LE));
        bodies.put(
                "UTF-16, big-endian, with a byte order mark", ("\ufeff" + Samples.body("/views")).getBytes(UTF_16BE));
        bodies.put("byte order mark alone", "\ufeff".getBytes(UTF_8));
        bodies.put("two byte order marks", ("\ufeff\ufeff" + Samples.body("/views")).getBytes(UTF_8));
        bodies.put("byte order mark behind a space", (" \ufeff" + Samples.body("/views")).getBytes(UTF_8));
        bodies.put("byte order mark at the end", (Samples.body("/views") + "\ufeff").getBytes(UTF_8));
        return routes().flatMap(route ->
                bodies.entrySet().stream().map(body -> arguments(route, body.getKey(), body.getValue())));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/views", "/votes"})
    void refusesEmptyBodyWithLengthZero(String route) {
        api.send(
                        HttpMethod.POST,
                        route,
                        Map.of("Content-Type", "application/json", "Content-Length", "0"),
                        Buffer.buffer())
                .isProblem(400, "#");
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource
    void refusesFieldWithInvalidValue(String route, String field, String value) {
        api.post(route, object(fieldsOf(route, field, value))).isProblem(400, "#/" + field);
    }

    static Stream<Arguments> refusesFieldWithInvalidValue() {
        return Stream.of(
                        values("/views", "userId", noIds()),
                        values("/views", "videoId", noIds()),
                        values("/votes", "userId", noIds()),
                        values("/votes", "videoId", noIds()),
                        values("/views", "duration", noDurations()),
                        values("/views", "timestamp", texts(Samples.NO_TIMESTAMPS)),
                        values("/views", "timestamp", texts(Samples.TOO_FINE_TIMESTAMPS)),
                        values("/votes", "voteType", noVoteTypes()))
                .flatMap(arguments -> arguments);
    }

    private static Stream<String> noIds() {
        return Stream.concat(texts(Samples.NO_IDS), Stream.of("\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\""));
    }

    private static Stream<String> noDurations() {
        return Stream.of(
                "-1",
                "1.5",
                "86400.5",
                "86401",
                "1e-1",
                "1e5",
                "1e400",
                "-1e400",
                "1e-400",
                "1e999999999",
                "1e99999999999999",
                "4294967296",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551616",
                "9".repeat(900),
                "\"35\"",
                "\"\"",
                "true",
                "[35]",
                "null",
                "{}");
    }

    private static Stream<String> noVoteTypes() {
        return texts(List.of("like", "Like", "UP", "LIKE ", " LIKE", "L\u0130KE", "DISLIKES", "LIKE\u0000"));
    }

    private static Stream<String> texts(List<String> texts) {
        return Stream.concat(texts.stream(), Stream.of("")).map(Json::encode);
    }

    private static Stream<Arguments> values(String route, String field, Stream<String> values) {
        Stream<String> types = field.equals("duration") ? Stream.of() : OTHER_TYPES.stream();
        return Stream.concat(values, types).map(value -> arguments(route, field, value));
    }

    @Test
    void reportsAllErrorsTogether() {
        String body = """
                {"userId":"a b","videoId":7,"duration":-1,"timestamp":"now","speed":2}""";

        api.post("/views", body).isProblem(400, "#/userId", "#/videoId", "#/duration", "#/timestamp", "#/speed");
    }

    @Test
    void reportsAtMostTwentyErrors() {
        Map<String, String> fields = fieldsOf("/views");
        IntStream.range(0, 100).forEach(i -> fields.put("f" + i, "1"));

        TestResponse response = api.post("/views", object(fields)).hasStatus(400);

        assertThat(response.json().getJsonArray("errors")).hasSize(20);
    }

    static Stream<String> routes() {
        return Stream.of("/views", "/votes");
    }

    /** The fields of a valid body with their JSON values, one of them replaced or added. */
    static Map<String, String> fieldsOf(String route, String name, String value) {
        Map<String, String> fields = fieldsOf(route);
        fields.put(name, value);
        return fields;
    }

    static Map<String, String> fieldsOf(String route) {
        Map<String, String> fields = new LinkedHashMap<>();
        new JsonObject(Samples.body(route)).forEach(field -> fields.put(field.getKey(), Json.encode(field.getValue())));
        return fields;
    }

    static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .reduce((before, next) -> before + "," + next)
                .map(content -> "{" + content + "}")
                .orElse("{}");
    }
}
