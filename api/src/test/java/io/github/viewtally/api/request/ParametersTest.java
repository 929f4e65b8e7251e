package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.viewtally.api.problem.Problem.InputError;
import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private static final Set<String> KNOWN = Set.of("limit", "ids", "from", "order");

    @Test
    void readsParametersOfPath() {
        Parameters parameters = path(Map.of("userId", "u:1", "timestamp", "2022-01-02T00:30:25Z"));

        assertThat(parameters.id("userId")).isEqualTo("u:1");
        assertThat(parameters.timestamp("timestamp")).isEqualTo(Instant.parse("2022-01-02T00:30:25Z"));
    }

    @Test
    void reportsAnInvalidPathParameter() {
        Parameters parameters = path(Map.of("userId", "a b", "timestamp", "now"));

        refused(() -> parameters.id("userId"), "{userId}");
        refused(() -> parameters.timestamp("timestamp"), "{timestamp}");
    }

    @Test
    void returnsDefaultsForMissingParameters() {
        Parameters parameters = query();

        assertThat(parameters.text("limit")).isEmpty();
        assertThat(parameters.limit("limit", 5, 10)).isEqualTo(5);
        assertThat(parameters.ids("ids", 3)).isEmpty();
        assertThat(parameters.queryTimestamp("from")).isEmpty();
        assertThat(parameters.oneOf("order", List.of("asc", "desc"))).isEqualTo("asc");
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({"1, 1", "10, 10", "007, 7", "000000001, 1"})
    void readsLimit(String written, int limit) {
        assertThat(query("limit", written).limit("limit", 5, 10)).isEqualTo(limit);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"0", "11", "-1", "+1", "1.0", "", " ", "1 ", "0000000001", "4294967297", "\u0661", "abc"})
    void refusesLimitOutOfBounds(String written) {
        refused(() -> query("limit", written).limit("limit", 5, 10), "?limit");
    }

    @Test
    void readsDistinctIdsInOrder() {
        assertThat(query("ids", "c,a,b,a").ids("ids", 3)).contains(List.of("c", "a", "b"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"a;b;c | a,b,c", "a,b;c | a,b,c", "c;a,b;c;a | c,a,b", "a;a;a;a;a | a", "a,b,c;c,b,a | a,b,c"})
    void readsIdsOfARepeatedParameter(String values, String ids) {
        assertThat(repeated("ids", values.split(";")).ids("ids", 3)).contains(List.of(ids.split(",")));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a;b;c;d", "a,b;c,d", "a;", ";a", ";", "a;b c"})
    void refusesInvalidIdsInARepeatedParameter(String values) {
        refused(() -> repeated("ids", values.split(";", -1)).ids("ids", 3), "?ids");
    }

    @Test
    void refusesAParameterNameInAnotherCase() {
        refused(() -> query("ids", "a", "IDS", "b"), "?IDS");
        refused(() -> query("IDS", "a"), "?IDS");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "2022-01-02T06:00:25+05:30",
                "2022-01-02T06:00:25+0530",
                "2022-01-02T05:30:25+05",
                "2022-01-02T06:00:25 05:30",
                "2022-01-02T06:00:25 0530",
                "2022-01-02T05:30:25 05"
            })
    void readsTimestampWhosePlusWasDecodedToASpace(String written) {
        assertThat(query("from", written).queryTimestamp("from")).contains(Instant.parse("2022-01-02T00:30:25Z"));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "2022-01-02 00:30:25Z",
                "2022-01-02 00:30",
                "2022-01-02T00:30:25  0530",
                "2022-01-02T00:30:25Z 0530",
                "2022-01-02T00:30:25 Z",
                "2022-01-02T00:30:25+0530 ",
                "2022-01-02T00:30:25+05 30"
            })
    void refusesTimestampWithASpaceElsewhere(String written) {
        refused(() -> query("from", written).queryTimestamp("from"), "?from");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", ",", "a,", ",a", "a,,b", "a b", "a,#", "a,b,c,d"})
    void refusesIdsThatBreakTheirRule(String written) {
        refused(() -> query("ids", written).ids("ids", 3), "?ids");
    }

    @Test
    void refusesTimestampThatBreaksItsRule() {
        refused(() -> query("from", "2022-01-02").queryTimestamp("from"), "?from");
    }

    @Test
    void refusesAnyOtherWord() {
        assertThat(query("order", "desc").oneOf("order", List.of("asc", "desc")))
                .isEqualTo("desc");
        refused(() -> query("order", "DESC").oneOf("order", List.of("asc", "desc")), "?order");
    }

    @Test
    void refusesUnknownParameter() {
        refused(() -> query("page", "1"), "?page");
        refused(() -> query("Limit", "1"), "?Limit");
        refused(() -> query("n".repeat(65), "1"), "?" + "n".repeat(64) + "...");
    }

    @Test
    void refusesARepeatedParameterEvenWithTheSameValue() {
        refused(() -> query("limit", "1", "limit", "1"), "?limit");
    }

    private static Parameters path(Map<String, String> path) {
        return Parameters.of(context(path, MultiMap.caseInsensitiveMultiMap()), Set.of());
    }

    private static Parameters query(String... namesAndValues) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Parameters.of(context(Map.of(), query), KNOWN);
    }

    private static Parameters repeated(String name, String... values) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        List.of(values).forEach(value -> query.add(name, value));
        return Parameters.of(context(Map.of(), query), KNOWN, Set.of(name));
    }

    private static RoutingContext context(Map<String, String> path, MultiMap query) {
        return (RoutingContext) Proxy.newProxyInstance(
                ParametersTest.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "queryParams" -> query;
                    case "pathParam" -> path.get(arguments[0]);
                    default -> throw new AssertionError(method);
                });
    }

    private static void refused(ThrowingCallable action, String pointer) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(action).satisfies(refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(400);
            assertThat(refusal.problem().errors())
                    .extracting(InputError::pointer)
                    .containsExactly(pointer);
        });
    }
}
