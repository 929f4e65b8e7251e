package io.github.viewtally.api.auth;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.RouteTable;
import io.github.viewtally.api.auth.Issuer.TokenKey;
import io.github.viewtally.api.testing.ApiResponse;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

/** Every kind of token on every route: who may do what is as the table says, which is that of docs/auth.md in full. */
@Order(2)
class AuthMatrixTest {

    /**
     * By route, for user u: with no good token, with that of another user, with u's own, with the scope events:write,
     * with stats:read, with both. A 403 names the scope that would have helped. Of many events, those are rejected that
     * alone would be a 403.
     */
    private static final String TABLE =
            """
            route                                               | none | other     | own       | write    | read      | both
            POST   /views                                       | 401  | 403 write | ok        | ok       | 403 write | ok
            POST   /votes                                       | 401  | 403 write | ok        | ok       | 403 write | ok
            POST   /events                                      | 401  | rejected  | ok        | ok       | rejected  | ok
            DELETE /users/{userId}/votes/{videoId}              | 401  | 403 write | ok        | ok       | 403 write | ok
            DELETE /users/{userId}/views/{videoId}/{timestamp}  | 401  | 403 write | ok        | ok       | 403 write | ok
            GET    /users/{userId}/summary                      | 401  | 403 read  | ok        | 403 read | ok        | ok
            GET    /users/{userId}/views                        | 401  | 403 read  | ok        | 403 read | ok        | ok
            GET    /users/{userId}/votes                        | 401  | 403 read  | ok        | 403 read | ok        | ok
            GET    /summaries/users                             | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /summaries/users?ids=u                       | 401  | 403 read  | ok        | 403 read | ok        | ok
            GET    /summaries/users?ids=u,u                     | 401  | 403 read  | ok        | 403 read | ok        | ok
            GET    /summaries/users?ids=u,other                 | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /summaries/users?ids=u&ids=u                 | 401  | 403 read  | ok        | 403 read | ok        | ok
            GET    /summaries/users?ids=u&ids=other             | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /summaries/users?ids=u,u&ids=other,u         | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /summaries/users?limit=1                     | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /videos/{videoId}/views                      | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /videos/{videoId}/likes                      | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /videos/{videoId}/dislikes                   | 401  | 403 read  | 403 read  | 403 read | ok        | ok
            GET    /videos/{videoId}/summary                    | ok   | ok        | ok        | ok       | ok        | ok
            GET    /videos/{videoId}/stats                      | ok   | ok        | ok        | ok       | ok        | ok
            GET    /summaries/videos                            | ok   | ok        | ok        | ok       | ok        | ok
            GET    /summaries/videos?ids=v                      | ok   | ok        | ok        | ok       | ok        | ok
            GET    /health/live                                 | ok   | ok        | ok        | ok       | ok        | ok
            GET    /health/ready                                | ok   | ok        | ok        | ok       | ok        | ok
            GET    /metrics                                     | ok   | ok        | ok        | ok       | ok        | ok
            GET    /openapi.yaml                                | ok   | ok        | ok        | ok       | ok        | ok
            GET    /                                            | ok   | ok        | ok        | ok       | ok        | ok
            GET    /dashboard/charts/*                          | ok   | ok        | ok        | ok       | ok        | ok
            GET    /dashboard/*                                 | ok   | ok        | ok        | ok       | ok        | ok
            GET    /docs                                        | ok   | ok        | ok        | ok       | ok        | ok
            GET    /docs/*                                      | ok   | ok        | ok        | ok       | ok        | ok
            """;

    private static final TokenKey KEY = TokenKey.rsa("2026-a");
    private static final TokenKey EC_KEY = TokenKey.ec("2026-b", 256);
    private static final TokenKey STRANGE_KEY = TokenKey.ofStranger("2026-a");
    private static final Issuer ISSUER = new Issuer();

    /** Signed once: the leeway is longer than these tests take. */
    private static final List<Sender> SENDERS = createSenders();

    static {
        ISSUER.publish(KEY, EC_KEY);
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

    /** A kind of token: under which column it falls, and how it is sent. */
    private record Sender(String name, String column, String credentials) {

        static Sender of(String name, String column, String token) {
            return new Sender(name, column, "Bearer " + token);
        }

        /** Without a token, or without a scheme that this API knows, there is nothing that could be wrong with it. */
        boolean hasToken() {
            return credentials.regionMatches(true, 0, "Bearer", 0, 6);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Sender> senders() {
        return SENDERS.stream();
    }

    private static List<Sender> createSenders() {
        long now = Instant.now().getEpochSecond();
        JsonObject own = own();
        String good = Issuer.token(KEY, own);
        String[] parts = good.split("[.]");
        String othersPayload = Issuer.token(KEY, own().put("sub", "other")).split("[.]")[1];
        JsonObject crit = new JsonObject()
                .put("alg", "RS256")
                .put("kid", KEY.id())
                .put("b64", false)
                .put("crit", new JsonArray().add("b64"));
        return List.of(
                new Sender("no token", "none", ""),
                new Sender("another scheme", "none", "Basic dTpw"),
                Sender.of("an empty token", "none", ""),
                Sender.of("garbage", "none", "garbage"),
                Sender.of("garbage with dots", "none", "a.b.c"),
                Sender.of("no JSON", "none", "e30.e30.e30"),
                Sender.of("two tokens", "none", good + " " + good),
                Sender.of("four parts", "none", good + ".e30"),
                Sender.of("expired", "none", Issuer.token(KEY, own().put("exp", now - 400))),
                Sender.of("not yet valid", "none", Issuer.token(KEY, own().put("nbf", now + 600))),
                Sender.of("issued in the future", "none", Issuer.token(KEY, own().put("iat", now + 600))),
                Sender.of("without an end", "none", Issuer.token(KEY, without("exp"))),
                Sender.of("an end that is no number", "none", Issuer.token(KEY, own().put("exp", "never"))),
                Sender.of("wrong issuer", "none", Issuer.token(KEY, own().put("iss", "https://other.example/"))),
                Sender.of("no issuer", "none", Issuer.token(KEY, without("iss"))),
                Sender.of("an issuer that is no text", "none", Issuer.token(KEY, own().put("iss", 1))),
                Sender.of("wrong audience", "none", Issuer.token(KEY, own().put("aud", "other"))),
                Sender.of("no audience", "none", Issuer.token(KEY, without("aud"))),
                Sender.of("alg none", "none", Issuer.unsigned(own)),
                Sender.of("alg none with a signature", "none", Issuer.unsigned(own) + parts[2]),
                Sender.of(
                        "HS256 with the public key in PEM",
                        "none",
                        Issuer.signedWithPublicKey(KEY, KEY.pem().getBytes(StandardCharsets.UTF_8), own)),
                Sender.of(
                        "HS256 with the public key in DER",
                        "none",
                        Issuer.signedWithPublicKey(KEY, KEY.pair().getPublic().getEncoded(), own)),
                Sender.of("unknown kid", "none", Issuer.token(KEY.named("2026-z"), own)),
                Sender.of("a stranger's key under a known kid", "none", Issuer.token(STRANGE_KEY, own)),
                Sender.of("a stranger's key without a kid", "none", Issuer.token(STRANGE_KEY.named(null), own)),
                Sender.of("the kid of another key", "none", Issuer.token(KEY.named(EC_KEY.id()), own)),
                Sender.of("another's payload", "none", parts[0] + "." + othersPayload + "." + parts[2]),
                Sender.of("extensions to be understood", "none", Issuer.token(crit, own, KEY)),
                Sender.of("another's sub", "other", Issuer.token(KEY, own().put("sub", "other"))),
                Sender.of("no sub", "other", Issuer.token(KEY, without("sub"))),
                Sender.of("an empty sub", "none", Issuer.token(KEY, own().put("sub", ""))),
                Sender.of("another's sub and scopes alike", "other", scoped("events:writer stats stats:read:me")),
                Sender.of("own sub", "own", good),
                Sender.of("own sub, EC", "own", Issuer.token(EC_KEY, own)),
                Sender.of("own sub, RS512", "own", Issuer.token(KEY.as("RS512"), own)),
                Sender.of("own sub, no kid", "own", Issuer.token(KEY.named(null), own)),
                Sender.of("own sub, some audiences", "own", Issuer.token(KEY, audiences())),
                Sender.of("own sub, expired within the leeway", "own", Issuer.token(KEY, own().put("exp", now - 5))),
                new Sender("own sub, scheme in small letters", "own", "bearer " + good),
                Sender.of("events:write", "write", scoped("openid events:write")),
                Sender.of("stats:read", "read", scoped("stats:read")),
                Sender.of("both", "both", scoped("stats:read events:write")),
                Sender.of("both as a list", "both", Issuer.token(KEY, list("events:write", "stats:read"))));
    }

    private static JsonObject own() {
        return Issuer.claims().put("sub", "u");
    }

    private static JsonObject without(String claim) {
        JsonObject claims = own();
        claims.remove(claim);
        return claims;
    }

    private static JsonObject audiences() {
        return own().put("aud", new JsonArray().add("other").add(Issuer.AUDIENCE));
    }

    private static String scoped(String scopes) {
        return Issuer.token(KEY, Issuer.claims().put("sub", "machine").put("scope", scopes));
    }

    private static JsonObject list(String... scopes) {
        return Issuer.claims().put("sub", "machine").put("scp", new JsonArray(List.of(scopes)));
    }

    /** A line of the table. */
    private record Row(HttpMethod method, String path, String query, Map<String, String> cells) {

        String route() {
            return method + " " + path;
        }

        @Override
        public String toString() {
            return route() + query;
        }
    }

    private static Stream<Row> rows() {
        List<String[]> lines =
                TABLE.lines().map(line -> line.trim().split(" *[|] *")).toList();
        return lines.stream().skip(1).map(line -> {
            Map<String, String> cells = new HashMap<>();
            for (int i = 1; i < line.length; i++) {
                cells.put(lines.get(0)[i], line[i]);
            }
            String[] request = line[0].split(" +");
            String[] uri = request[1].split("(?=[?])", 2);
            return new Row(HttpMethod.valueOf(request[0]), uri[0], uri.length == 1 ? "" : uri[1], cells);
        });
    }

    static Stream<Arguments> answersAsTheTableSays() {
        return rows().flatMap(row -> senders().map(sender -> arguments(row, sender)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource
    void answersAsTheTableSays(Row row, Sender sender) {
        check(row, sender, row.method());
        if (row.method().equals(HttpMethod.GET)) {
            check(row, sender, HttpMethod.HEAD);
        }
    }

    static Stream<Arguments> letsNoCacheGiveAnAnswerToAnotherToken() {
        return rows().flatMap(row -> Stream.of(
                        "no token", "garbage", "another's sub", "own sub", "events:write", "stats:read")
                .flatMap(name ->
                        senders().filter(sender -> sender.name().equals(name)).map(sender -> arguments(row, sender))));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource
    void letsNoCacheGiveAnAnswerToAnotherToken(Row row, Sender sender) {
        HttpMethod head = row.method().equals(HttpMethod.GET) ? HttpMethod.HEAD : row.method();
        ApiResponse answer = send(row, sender, row.method(), Map.of(), "");
        List<ApiResponse> answers = new ArrayList<>(List.of(
                answer,
                send(row, sender, head, Map.of(), ""),
                send(row, sender, row.method(), Map.of(), "&nonsense=1"),
                send(row, sender, row.method(), Map.of("Content-Type", "text/html"), "")));
        Optional.ofNullable(answer.headers().get("ETag"))
                .ifPresent(tag -> answers.add(send(row, sender, row.method(), Map.of("If-None-Match", tag), "")));
        api.dynamoDb.failWith(DynamoDbException.builder().message("down").build());
        answers.add(send(row, sender, row.method(), Map.of(), ""));

        boolean isPublic = row.cells().get("none").equals("ok");
        assertThat(answers).allSatisfy(each -> {
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

    private static void check(Row row, Sender sender, HttpMethod method) {
        ApiResponse answer = send(row, sender, method, Map.of(), "");

        String expected = row.cells().get(sender.column());
        if (expected.equals("ok")) {
            assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 299);
            assertThat(answer.headers().get("WWW-Authenticate")).isNull();
            assertThat(answer.body().toString()).doesNotContain("\"status\":403");
            return;
        }
        if (expected.equals("rejected")) {
            checkRejected(answer.hasStatus(200).json());
            return;
        }
        answer.hasStatus(Integer.parseInt(expected.substring(0, 3)));
        assertThat(answer.headers().get("WWW-Authenticate"))
                .isEqualTo(
                        switch (expected) {
                            case "401" ->
                                "Bearer realm=\"viewtally\"" + (sender.hasToken() ? ", error=\"invalid_token\"" : "");
                            case "403 write" ->
                                "Bearer realm=\"viewtally\", error=\"insufficient_scope\", scope=\"events:write\"";
                            case "403 read" ->
                                "Bearer realm=\"viewtally\", error=\"insufficient_scope\", scope=\"stats:read\"";
                            default -> throw new AssertionError(expected);
                        });
        if (method != HttpMethod.HEAD) {
            answer.isProblem(answer.status());
        }
        assertThat(api.dynamoDb.calls()).as("reads and writes").isEmpty();
    }

    private static ApiResponse send(
            Row row, Sender sender, HttpMethod method, Map<String, String> moreHeaders, String moreQuery) {
        String query = row.query() + (row.query().isEmpty() ? moreQuery.replace('&', '?') : moreQuery);
        String uri = Samples.path(row.path(), Map.of())
                        .replace("/charts/*", "/charts/1.6.30/dist/uPlot.esm.js")
                        .replace("/dashboard/*", "/dashboard/dashboard.js")
                        .replace("/docs/*", "/docs/docs.js")
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
    void storesOfManyEventsThoseOfTheUser() {
        String events = "{\"events\":["
                + "{\"type\":\"VOTE\",\"userId\":\"other\",\"videoId\":\"v\",\"voteType\":\"LIKE\"},"
                + "{\"type\":\"VOTE\",\"userId\":\"u\",\"videoId\":\"v\",\"voteType\":\"LIKE\"}]}";
        Map<String, String> headers = new HashMap<>(ApiUnderTest.JSON);
        headers.put("Authorization", "Bearer " + Issuer.token(KEY, own()));

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
    void hasRowForEveryRouteAndNoOther() {
        Set<String> served = accesses().keySet().stream()
                .filter(route -> !route.startsWith("HEAD "))
                .collect(toSet());

        assertThat(rows().map(Row::route).collect(toSet())).isEqualTo(served);
    }

    /** The contract names what the routes are guarded by, and the answers that come of it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void agreesWithTheContract(ContractOperation operation, AccessPolicy access) {
        boolean isPublic = access.equals(AccessPolicy.publicly());

        assertThat(operation.json().getJsonArray("security")).isEqualTo(securityOf(access));
        assertThat(operation.statuses().contains("401")).isEqualTo(!isPublic);
        // Of many events, some are refused and the others stored.
        assertThat(operation.statuses().contains("403"))
                .isEqualTo(!isPublic && !operation.path().equals("/events"));
    }

    static Stream<Arguments> agreesWithTheContract() {
        Map<String, AccessPolicy> accesses = accesses();
        return Contract.INSTANCE.operations().stream()
                .filter(operation -> accesses.containsKey(operation.toString()))
                .map(operation -> arguments(operation, accesses.get(operation.toString())));
    }

    private static Map<String, AccessPolicy> accesses() {
        return api.routes().entries().stream()
                .collect(toMap(route -> route.method() + " " + route.path(), RouteTable.ApiRoute::access));
    }

    private static JsonArray securityOf(AccessPolicy access) {
        JsonArray security = new JsonArray();
        if (access instanceof AccessPolicy.Everyone) {
            return security;
        }
        if (!(access instanceof AccessPolicy.Holder)) {
            security.add(bearer("own"));
        }
        return security.add(bearer(access.scope().text()));
    }

    private static JsonObject bearer(String role) {
        return new JsonObject().put("bearer", new JsonArray().add(role));
    }
}
