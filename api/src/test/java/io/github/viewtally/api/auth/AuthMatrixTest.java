package io.github.viewtally.api.auth;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.RouteTable;
import io.github.viewtally.api.auth.AccessMatrix.Row;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Sends every kind of token to every route. The expected access is the full table of docs/auth.md. */
@Order(2)
class AuthMatrixTest {

    private static final Issuer ISSUER = new Issuer();

    static {
        ISSUER.publish(TokenSender.KEY, TokenSender.EC_KEY);
    }

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of(
            "AUTH",
            "jwt",
            "AUTH_JWKS_URL",
            ISSUER.url(),
            "AUTH_ISSUER",
            Issuer.NAME,
            "AUTH_AUDIENCE",
            Issuer.AUDIENCE,
            "AUTH_LEEWAY_SECONDS",
            "300"));

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    static Stream<Arguments> respondsAsTheAccessMatrixDefines() {
        return AccessMatrix.rows().flatMap(row -> TokenSender.all().map(sender -> arguments(row, sender)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource
    void respondsAsTheAccessMatrixDefines(Row row, TokenSender sender) {
        check(row, sender, row.method());
        if (row.method().equals(HttpMethod.GET)) {
            check(row, sender, HttpMethod.HEAD);
        }
    }

    static Stream<Arguments> forbidsSharedCachingOfPrivateResponses() {
        return AccessMatrix.rows().flatMap(row -> Stream.of(
                        "no token", "garbage", "another's sub", "own sub", "events:write", "stats:read", "users:erase")
                .flatMap(name -> TokenSender.all()
                        .filter(sender -> sender.name().equals(name))
                        .map(sender -> arguments(row, sender))));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource
    void forbidsSharedCachingOfPrivateResponses(Row row, TokenSender sender) {
        HttpMethod head = row.method().equals(HttpMethod.GET) ? HttpMethod.HEAD : row.method();
        TestResponse response = send(row, sender, row.method(), Map.of(), "");
        List<TestResponse> responses = new ArrayList<>(List.of(
                response,
                send(row, sender, head, Map.of(), ""),
                send(row, sender, row.method(), Map.of(), "&nonsense=1"),
                send(row, sender, row.method(), Map.of("Content-Type", "text/html"), "")));
        Optional.ofNullable(response.headers().get("ETag"))
                .ifPresent(tag -> responses.add(send(row, sender, row.method(), Map.of("If-None-Match", tag), "")));
        api.dynamoDb.failWith(DynamoDbException.builder().message("down").build());
        responses.add(send(row, sender, row.method(), Map.of(), ""));

        boolean isPublic = row.cells().get("none").equals("ok");
        assertThat(responses).allSatisfy(each -> {
            String vary = String.join(",", each.headers().getAll("Vary"));
            String caching = String.join(" and ", each.headers().getAll("Cache-Control"));
            if (isPublic) {
                assertThat(vary).doesNotContainIgnoringCase("authorization");
                assertThat(caching).doesNotContain("private", "no-store");
            } else {
                assertThat(vary).containsOnlyOnce("authorization");
                assertThat(caching).isIn("no-store", "private, no-cache");
            }
        });
    }

    private static void check(Row row, TokenSender sender, HttpMethod method) {
        TestResponse response = send(row, sender, method, Map.of(), "");

        String expected = row.cells().get(sender.column());
        if (expected.equals("ok")) {
            assertThat(response.status()).as(response.body().toString()).isBetween(200, 299);
            assertThat(response.headers().get("WWW-Authenticate")).isNull();
            assertThat(response.body().toString()).doesNotContain("\"status\":403");
            return;
        }
        if (expected.equals("rejected")) {
            checkRejected(response.hasStatus(200).json());
            return;
        }
        response.hasStatus(Integer.parseInt(expected.substring(0, 3)));
        assertThat(response.headers().get("WWW-Authenticate"))
                .isEqualTo(
                        switch (expected) {
                            case "401" ->
                                "Bearer realm=\"viewtally\"" + (sender.hasToken() ? ", error=\"invalid_token\"" : "");
                            case "403 write" ->
                                "Bearer realm=\"viewtally\", error=\"insufficient_scope\", scope=\"events:write\"";
                            case "403 read" ->
                                "Bearer realm=\"viewtally\", error=\"insufficient_scope\", scope=\"stats:read\"";
                            case "403 erase" ->
                                "Bearer realm=\"viewtally\", error=\"insufficient_scope\", scope=\"users:erase\"";
                            default -> throw new AssertionError(expected);
                        });
        if (method != HttpMethod.HEAD) {
            response.isProblem(response.status());
        }
        assertThat(api.dynamoDb.calls()).as("reads and writes").isEmpty();
    }

    private static TestResponse send(
            Row row, TokenSender sender, HttpMethod method, Map<String, String> moreHeaders, String moreQuery) {
        String query = row.query() + (row.query().isEmpty() ? moreQuery.replace('&', '?') : moreQuery);
        String uri = Samples.path(row.path(), Map.of())
                        .replace("/charts/*", "/charts/1.6.30/dist/uPlot.esm.js")
                        .replace("/dashboard/*", "/dashboard/dashboard.js")
                        .replace("/docs/*", "/docs/docs.js")
                        .replace("/demo/*", "/demo/demo.js")
                + query;
        Map<String, String> headers = new HashMap<>();
        if (method.equals(HttpMethod.POST)) {
            headers.putAll(ApiUnderTest.JSON);
        }
        if (!sender.credentials().isEmpty()) {
            headers.put("Authorization", sender.credentials());
        }
        headers.putAll(moreHeaders);
        return api.send(method, uri, headers, Buffer.buffer(Samples.body(row.path())));
    }

    private static void checkRejected(JsonObject result) {
        assertThat(result.getInteger("accepted")).isZero();
        assertThat(result.getJsonArray("rejected")).hasSize(2).allSatisfy(rejection -> assertThat(
                        ((JsonObject) rejection).getJsonObject("problem").getInteger("status"))
                .isEqualTo(403));
        assertThat(api.dynamoDb.calls()).as("reads and writes").isEmpty();
    }

    @Test
    void storesOnlyTheUsersOwnEventsOfABatch() {
        String events = "{\"events\":["
                + "{\"type\":\"VOTE\",\"userId\":\"other\",\"videoId\":\"v\",\"voteType\":\"LIKE\"},"
                + "{\"type\":\"VOTE\",\"userId\":\"u\",\"videoId\":\"v\",\"voteType\":\"LIKE\"}]}";
        Map<String, String> headers = new HashMap<>(ApiUnderTest.JSON);
        headers.put("Authorization", "Bearer " + Issuer.token(TokenSender.KEY, TokenSender.own()));

        JsonObject result = api.send(HttpMethod.POST, "/events", headers, Buffer.buffer(events))
                .hasStatus(200)
                .json();

        assertThat(result.getInteger("accepted")).isEqualTo(1);
        assertThat(result.getJsonArray("rejected").getJsonObject(0).getInteger("index"))
                .isZero();
        assertThat(api.dynamoDb.items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("PK").s()).isEqualTo("USER#u"));
    }

    @Test
    void coversExactlyTheRoutesOfTheContract() {
        Set<String> served = accesses(api).keySet().stream()
                .filter(route -> !route.startsWith("HEAD "))
                .collect(toSet());

        assertThat(AccessMatrix.rows().map(Row::route).collect(toSet())).isEqualTo(served);
    }

    /** Returns the access policies by method and path. */
    static Map<String, AccessPolicy> accesses(ApiUnderTest api) {
        return api.routes().entries().stream()
                .collect(toMap(route -> route.method() + " " + route.path(), RouteTable.ApiRoute::access));
    }
}
