package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.server.BodyLimits;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid extreme values are accepted. */
class AcceptedValuesTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "0, 0",
        "86400, 86400",
        "35.0, 35",
        "3.5e1, 35",
        "350E-1, 35",
        "-0, 0",
        "-0.0, 0",
        "0e5, 0",
        "8.64E4, 86400"
    })
    void acceptsAnyNotationOfAWholeNumber(String written, String stored) {
        TestResponse response =
                api.post("/views", Samples.VIEW.replace("35", written)).hasStatus(201);

        assertThat(response.body().toString()).contains("\"duration\":" + stored + ",");
        assertThat(api.dynamoDb
                        .item("USER#u", "VIDEO#v#VIEW#" + Samples.TIME)
                        .get("duration")
                        .n())
                .isEqualTo(stored);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "2022-01-02T00:30:25Z, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T00:30:25+00:00, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T00:30:25-00:00, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T00:30:25+02:00, 2022-01-01T22:30:25.000000+00:00",
        "2022-01-02T00:30:25-18:00, 2022-01-02T18:30:25.000000+00:00",
        "2022-01-02T00:30:25.1Z, 2022-01-02T00:30:25.100000+00:00",
        "2022-01-02T00:30:25.123Z, 2022-01-02T00:30:25.123000+00:00",
        "2022-01-02T00:30:25.123456Z, 2022-01-02T00:30:25.123456+00:00",
        "2022-01-02T00:30:25.123456000Z, 2022-01-02T00:30:25.123456+00:00",
        "2022-01-02t00:30:25z, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T06:00:25+0530, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-01T21:00:25.123-0330, 2022-01-02T00:30:25.123000+00:00",
        "2022-01-02T00:30:25+0000, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-02T05:30:25+05, 2022-01-02T00:30:25.000000+00:00",
        "2022-01-01T16:30:25-08, 2022-01-02T00:30:25.000000+00:00",
        "2024-02-29T23:59:59.999999Z, 2024-02-29T23:59:59.999999+00:00",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000000+00:00"
    })
    void storesTimestampInUtcWithSixDigits(String written, String stored) {
        TestResponse response =
                api.post("/views", Samples.VIEW.replace(Samples.TIME, written)).hasStatus(201);

        assertThat(response.json().getString("timestamp")).isEqualTo(stored);
        assertThat(api.dynamoDb.item("USER#u", "VIDEO#v#VIEW#" + stored)).isNotNull();
        api.delete("/users/u/views/v/" + Samples.encoded(written)).hasStatus(204);
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "APPLICATION/JSON",
                "Application/Json ; charset=UTF-8",
                "text/plain",
                "text/plain;charset=UTF-8",
                "Text/Plain ; Charset=\"utf-8\"",
                "text/plain;format=flowed; charset=utf-8"
            })
    void acceptsContentType(String type) {
        api.send(HttpMethod.POST, "/views", Map.of("Content-Type", type), Buffer.buffer(Samples.VIEW))
                .hasStatus(201);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/views", "/votes", "/events"})
    void acceptsPlainTextThatIsJsonAndRefusesOther(String path) {
        Map<String, String> headers = Map.of("Content-Type", "text/plain;charset=UTF-8");

        TestResponse response = api.send(HttpMethod.POST, path, headers, Buffer.buffer(Samples.body(path)));
        assertThat(response.status()).as(response.body().toString()).isBetween(200, 201);
        api.send(HttpMethod.POST, path, headers, Buffer.buffer("userId=u&videoId=v"))
                .isProblem(400, "#");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Sec-Fetch-Site, same-origin",
        "Sec-Fetch-Site, none",
        "Origin, http://viewtally",
        "Origin, https://viewtally"
    })
    void acceptsPlainTextFromItsOwnPages(String name, String value) {
        Map<String, String> headers = Map.of("Content-Type", "text/plain", "Host", "viewtally", name, value);

        api.send(HttpMethod.POST, "/views", headers, Buffer.buffer(Samples.VIEW))
                .hasStatus(201);
    }

    @Test
    void acceptsContentEncodingIdentity() {
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Content-Encoding", "Identity");

        api.send(HttpMethod.POST, "/votes", headers, Buffer.buffer(Samples.VOTE))
                .hasStatus(200);
    }

    @Test
    void acceptsBodyOfMaximumLength() {
        String padding = " ".repeat(BodyLimits.MAX_EVENT_BODY - Samples.VIEW.length());

        api.post("/views", Samples.VIEW + padding).hasStatus(201);
    }

    @Test
    void acceptsEscapesInNamesAndTexts() {
        api.post("/views", """
                {"\\u0075serId":"\\u0041","videoId":"v\\u002e1","duration":1}""")
                .hasStatus(201);

        assertThat(api.dynamoDb.items().get(0).get("PK").s()).isEqualTo("USER#A");
    }

    @Test
    void acceptsBodyAfterExpectContinue() throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead(
                    "POST /views HTTP/1.1",
                    "Host: viewtally",
                    "Content-Type: application/json",
                    "Content-Length: " + Samples.VIEW.length(),
                    "Expect: 100-continue");

            assertThat(connection.response().status()).isEqualTo(100);
            connection.send(Samples.VIEW.getBytes(StandardCharsets.UTF_8));
            connection.response().hasStatus(201);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"%2B0530", "%2B05:30", "+0530", "+05:30"})
    void acceptsAPlusSignOrItsEncodingInATimestampOffset(String offset) {
        String from = "from=2022-01-02T06:00:25" + offset;
        String to = "to=2022-01-02T06:00:26" + offset;
        api.post("/views", Samples.VIEW).hasStatus(201);

        assertThat(api.get("/videos/v/views?" + from + "&" + to).hasStatus(200).items())
                .hasSize(1);
        assertThat(api.get("/videos/v/stats?" + from + "&" + to)
                        .hasStatus(200)
                        .json()
                        .getString("from"))
                .isEqualTo("2022-01-02T00:00:00.000000+00:00");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/views", "/votes", "/events"})
    void acceptsBodyWithAByteOrderMark(String path) {
        TestResponse response = api.post(path, "\ufeff" + Samples.body(path));

        assertThat(response.status()).as(response.body().toString()).isBetween(200, 201);
        assertThat(api.dynamoDb.items()).hasSize(path.equals("/events") ? 2 : 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void acceptsMinimumAndMaximumLimit(String path, int limit) {
        api.get(path + "?limit=" + limit).hasStatus(200);
    }

    static Stream<Arguments> acceptsMinimumAndMaximumLimit() {
        return Contract.INSTANCE.operations().stream().flatMap(operation -> operation.parameters("query").stream()
                .filter(parameter -> parameter.getString("name").equals("limit"))
                .map(parameter -> parameter.getJsonObject("schema"))
                .flatMap(schema -> Stream.of(schema.getInteger("minimum"), schema.getInteger("maximum")))
                .map(limit -> arguments(Samples.path(operation.path(), Map.of()), limit)));
    }
}
