package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every query of every route of the contract is checked, and nothing reaches the table. */
class BadQueryTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}?{1}")
    @MethodSource
    void refusesUnknownParameter(ContractOperation operation, String query, String name) {
        send(operation, query).isProblem(400, "?" + name);
    }

    static Stream<Arguments> refusesUnknownParameter() {
        return operations()
                .flatMap(operation -> Stream.of(
                        arguments(operation, "nonsense=1", "nonsense"),
                        arguments(operation, "nonsense", "nonsense"),
                        arguments(operation, "Limit=1", "Limit"),
                        arguments(operation, "a%20%3Cb%3E=1", "a <b>"),
                        arguments(operation, "n".repeat(1_000) + "=1", "n".repeat(64) + "...")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesParameterGivenTwice(ContractOperation operation, String name) {
        send(operation, name + "=1&" + name + "=1").isProblem(400, "?" + name);
    }

    static Stream<Arguments> refusesParameterGivenTwice() {
        return operations().flatMap(operation -> operation.parameters("query").stream()
                .filter(parameter -> !isList(parameter))
                .map(parameter -> arguments(operation, parameter.getString("name"))));
    }

    private static boolean isList(JsonObject parameter) {
        return parameter.getJsonObject("schema").getString("type").equals("array");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/summaries/videos", "/summaries/users"})
    void refusesRepeatedListThatBreaksItsRule(String path) {
        String many = "ids=" + String.join("&ids=", numbers(101));

        for (String query : List.of("ids=a&ids=", "ids=&ids=a", "ids=a,&ids=b", "ids=a&ids=b%20c", "ids=a&ids", many)) {
            api.get(path + "?" + query).isProblem(400, "?ids");
        }
        api.get(path + "?ids=a&IDS=b").isProblem(400, "?IDS");
    }

    @ParameterizedTest(name = "{0}?{1}")
    @MethodSource
    void refusesBadlyEncodedQuery(ContractOperation operation, String query) {
        send(operation, query).isProblem(400);
    }

    static Stream<Arguments> refusesBadlyEncodedQuery() {
        return operations().flatMap(operation -> Stream.of("%", "%zz", "limit=%", "limit=%4", "limit=%zz", "a=1&b=%q1")
                .map(query -> arguments(operation, query)));
    }

    @ParameterizedTest(name = "{0}?{1}={2}")
    @MethodSource
    void refusesInvalidValue(ContractOperation operation, String name, String value) {
        send(operation, name + "=" + Samples.encoded(value)).isProblem(400, "?" + name);
    }

    static Stream<Arguments> refusesInvalidValue() {
        return operations()
                .flatMap(operation -> operation.parameters("query").stream().flatMap(parameter -> badValues(parameter)
                        .map(value -> arguments(operation, parameter.getString("name"), value))));
    }

    private static Stream<String> badValues(JsonObject parameter) {
        return switch (parameter.getString("name")) {
            case "limit" -> {
                int most = parameter.getJsonObject("schema").getInteger("maximum");
                List<String> more = List.of(Integer.toString(most + 1), "99999999999", "4294967297");
                List<String> noNumbers = List.of("", "abc", "1.5", "1e1", "+5", " 5", "5 ", "0x5", "\uff15", "null");
                yield Stream.of(Stream.of("0", "-1", "-0"), more.stream(), noNumbers.stream())
                        .flatMap(values -> values);
            }
            case "step" -> Stream.of("", "minute", "HOUR", "hour,day", "hour ", "1");
            case "tz" ->
                Stream.of(
                        "", "Berlin", "europe/berlin", "Europe/Berlin,UTC", "UTC ", "+02:00", "Z", "A/".repeat(3_000));
            case "order" -> Stream.of("", "up", "ASC", "asc,desc", "asc ", "1");
            case "from", "to" -> Stream.concat(Samples.NO_TIMESTAMPS.stream(), Stream.of(""));
            case "ids" ->
                Stream.of(
                                Stream.of("", ",", "a,", ",a", "a,,b", "a, b", "a;b#"),
                                Samples.NO_IDS.stream().filter(id -> !id.equals("a,b")),
                                Samples.NO_IDS.stream()
                                        .filter(id -> !id.equals("a,b"))
                                        .map(id -> "good," + id),
                                Stream.of(String.join(",", numbers(101)), "a,".repeat(5_000) + "a b"))
                        .flatMap(values -> values);
            case "cursor" ->
                Stream.of("", "A", "AA", "%", "null", "=", "A".repeat(21), "A".repeat(22), "A".repeat(5_000), "\u00e9");
            default -> throw new AssertionError("no bad values for " + parameter);
        };
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @ParameterizedTest(name = "{0} .. {1}")
    @CsvSource({
        "2022-01-02T00:30:26Z, 2022-01-02T00:30:25Z",
        "2022-01-02T00:30:25.000001Z, 2022-01-02T00:30:25Z",
        "2022-01-02T00:30:25-01:00, 2022-01-02T00:30:25Z"
    })
    void refusesAStartAfterTheEnd(String from, String to) {
        api.get("/videos/v/views?from=" + Samples.encoded(from) + "&to=" + Samples.encoded(to))
                .isProblem(400, "?from");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/summaries/videos", "/summaries/users"})
    void refusesCursorTogetherWithIds(String path) {
        api.get(path + "?ids=0,1&cursor=AAAA").isProblem(400, "?cursor");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/summaries/videos", "/summaries/users"})
    void refusesOrderTogetherWithIds(String path) {
        api.get(path + "?ids=0,1&order=views").isProblem(400, "?order");
    }

    private static Stream<ContractOperation> operations() {
        return Contract.INSTANCE.operations().stream().filter(operation -> !operation.isForMonitors());
    }

    private static TestResponse send(ContractOperation operation, String query) {
        String body = Samples.body(operation.path());
        Map<String, String> headers =
                operation.method().equals(HttpMethod.POST) ? ApiUnderTest.JSON : Collections.emptyMap();
        return api.send(
                operation.method(),
                Samples.path(operation.path(), Map.of()) + "?" + query,
                headers,
                Buffer.buffer(body));
    }
}
