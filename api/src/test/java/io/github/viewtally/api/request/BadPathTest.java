package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every parameter of every path of the contract is checked, and nothing reaches the table. */
class BadPathTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {2} = {3}")
    @MethodSource
    void refusesSegmentThatBreaksItsRule(HttpMethod method, String template, String parameter, String segment) {
        api.send(method, Samples.path(template, Map.of(parameter, segment))).isProblem(400, "{" + parameter + "}");
    }

    static Stream<Arguments> refusesSegmentThatBreaksItsRule() {
        return parameters(parameter -> Stream.concat(
                (parameter.equals("timestamp") ? Samples.NO_TIMESTAMPS : Samples.NO_IDS)
                        .stream().map(Samples::encoded),
                Stream.of("%FF", "%ED%A0%80", "%C0%AF", "%E2%82", "%2F", "%23", "%2e%2e%2f", "%20", "%00")));
    }

    @ParameterizedTest(name = "{0} {1}: {2} = {3}")
    @MethodSource
    void refusesBadlyEncodedSegment(HttpMethod method, String template, String parameter, String segment) {
        api.send(method, Samples.path(template, Map.of(parameter, segment))).isProblem(400);
    }

    static Stream<Arguments> refusesBadlyEncodedSegment() {
        return parameters(parameter -> Stream.of("%", "a%", "%4", "%zz", "%4z", "%%41", "%u0041", "%-1"));
    }

    private interface Segments {
        Stream<String> of(String parameter);
    }

    private static Stream<Arguments> parameters(Segments segments) {
        return Contract.INSTANCE.operations().stream()
                .flatMap(operation -> operation.names("path").stream().flatMap(parameter -> segments.of(parameter)
                        .map(segment -> arguments(operation.method(), operation.path(), parameter, segment))));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/nothing",
                "/view",
                "/Views",
                "/views/1",
                "/views.json",
                "/videos",
                "/videos/v",
                "/videos//summary",
                "/videos/v/summaries",
                "/videos/v/summary/x",
                "/users/u/votes/v/x",
                "/users/u/views/v",
                "/summaries",
                "/summaries/other",
                "/health",
                "/openapi.yml",
                "/openapi.yaml/x",
                "/index.html",
                "/favicon.ico",
                "/io/github/viewtally/api/ApiVerticle.class",
                "/logback-test.xml",
                "/%2e%2e/%2e%2e/etc/passwd"
            })
    void respondsWith404ToOtherPaths(String path) {
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE, HttpMethod.PUT)) {
            api.send(method, path).isProblem(404);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void respondsToOtherMethodsWithTheAllowedOnes(HttpMethod method, String path, String allowed) {
        TestResponse response = api.send(method, path);

        response.isProblem(405);
        assertThat(response.headers().get("Allow")).isEqualTo(allowed);
    }

    static Stream<Arguments> respondsToOtherMethodsWithTheAllowedOnes() {
        Stream<String> paths = Stream.concat(
                Contract.INSTANCE.operations().stream().map(ContractOperation::path),
                Stream.of("/", "/dashboard/dashboard.js"));
        return paths.flatMap(path -> {
            String allowed = Contract.INSTANCE.operations().stream()
                    .filter(operation -> operation.path().equals(path))
                    .map(operation -> operation.method().name())
                    .findFirst()
                    .filter(method -> !method.equals("GET"))
                    .orElse("GET, HEAD");
            return Stream.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "LOOK")
                    .filter(method -> !List.of(allowed.split(", ")).contains(method))
                    .map(method -> arguments(HttpMethod.valueOf(method), Samples.path(path, Map.of()), allowed));
        });
    }

    @ParameterizedTest(name = "HEAD {0}")
    @CsvSource({"/views, POST", "/votes, POST", "/users/u/votes/v, DELETE"})
    void respondsToHeadWith405WithoutAGetRoute(String path, String allowed) {
        TestResponse response = api.send(HttpMethod.HEAD, path).hasStatus(405);

        assertThat(response.headers().get("Allow")).isEqualTo(allowed);
        assertThat(response.body().length()).isZero();
    }
}
