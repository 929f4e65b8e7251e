package io.github.viewtally.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.FuzzedJson;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens with a valid signature but wrong types in claims or header are rejected without a server error. */
@Order(1)
class TokenClaimsTest {

    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(KEY.settings(Map.of()));

    private static final List<String> NO_TEXTS = List.of(
            "null", "5", "-1", "1.5", "true", "false", "[]", "{}", "[\"u\"]", "{\"u\":\"u\"}", "[null]", "1e400");

    private static final List<String> NO_LISTS_OF_TEXTS =
            List.of("null", "5", "true", "{}", "[1]", "[null]", "[\"viewtally\",1]", "[[\"viewtally\"]]", "[{}]");

    private static final List<String> NO_DATES = List.of(
            "null",
            "\"%d\"",
            "\"\"",
            "true",
            "[%d]",
            "{}",
            "-1",
            "-%d",
            "1e400",
            "-1e400",
            "253402300800",
            "9223372036854775807",
            "18446744073709551616",
            "1" + "0".repeat(400));

    static Stream<Arguments> refusesClaimOfAnotherType() {
        return Stream.of(
                        values("sub", NO_TEXTS),
                        values("sub", List.of("\"\"", "\" \"", "\"a b\"", "\"a/b\"", "\"a#b\"", "\"\\u0000\"")),
                        values("sub", List.of("\"" + "a".repeat(129) + "\"", "\"\u00e9\"", "\"\\ud800\"")),
                        values("scope", NO_LISTS_OF_TEXTS),
                        values("scp", NO_LISTS_OF_TEXTS),
                        values("aud", NO_LISTS_OF_TEXTS),
                        values("aud", List.of("[]", "\"\"")),
                        values("iss", NO_TEXTS),
                        values("iss", List.of("[\"" + Issuer.NAME + "\"]")),
                        values("exp", NO_DATES),
                        values("nbf", NO_DATES),
                        values("iat", NO_DATES))
                .flatMap(values -> values);
    }

    private static Stream<Arguments> values(String claim, List<String> values) {
        return values.stream().map(value -> arguments(claim, value));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesClaimOfAnotherType(String claim, String value) {
        refused(Issuer.token(header().encode(), claims(claim, value), KEY));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesHeaderOfAnotherType(String name, String value) {
        refused(Issuer.token(object(header(), name, value), claims("sub", "\"u\""), KEY));
    }

    static Stream<Arguments> refusesHeaderOfAnotherType() {
        List<String> crits = List.of("null", "[]", "[\"exp\"]", "\"exp\"", "5", "{}");
        return Stream.of(
                        values("alg", NO_TEXTS),
                        values("kid", NO_TEXTS),
                        values("typ", NO_TEXTS),
                        values("crit", crits))
                .flatMap(values -> values);
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource
    void refusesHeaderOrClaimsThatAreNotAnObject(String header, String claims) {
        refused(Issuer.token(header, claims, KEY));
    }

    static Stream<Arguments> refusesHeaderOrClaimsThatAreNotAnObject() {
        String header = header().encode();
        String claims = claims("sub", "\"u\"");
        return Stream.concat(
                        Stream.of("null", "5", "\"a\"", "[]", "{", "{} {}", "", " ", "{\"a\":}", "\u0000", "\ufeff"),
                        Stream.of("[", "{\"a\":").map(open -> open.repeat(900)))
                .filter(text -> !text.isEmpty())
                .flatMap(text -> Stream.of(arguments(header, text), arguments(text, claims)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesDeepClaimsAndIgnoresThemElsewhere(String open) {
        for (int depth : new int[] {100, 400}) {
            String close = open.equals("[") ? "]" : "}";
            String deep = open.repeat(depth) + (open.equals("[") ? "" : "1") + close.repeat(depth);

            get(Issuer.token(header().encode(), claims("other", deep), KEY)).hasStatus(200);
            for (String claim : List.of("sub", "scope", "scp", "aud", "iss", "exp")) {
                refused(Issuer.token(header().encode(), claims(claim, deep), KEY));
            }
        }
    }

    @Test
    void acceptsClaimsOfTheRightType() {
        long now = Instant.now().getEpochSecond();
        for (String exp : List.of(now + 60 + ".5", "253402300799", now + 60 + "e0")) {
            get(Issuer.token(header().encode(), claims("exp", exp), KEY)).hasStatus(200);
        }
        for (String claim : List.of("nbf", "iat")) {
            get(Issuer.token(header().encode(), claims(claim, "0"), KEY)).hasStatus(200);
            get(Issuer.token(header().encode(), claims(claim, now + ".25"), KEY))
                    .hasStatus(200);
        }
        for (String claim : List.of("scope", "scp")) {
            for (String scopes : List.of("\"\"", "\" \"", "[]", "[\"\"]", "\"a  b\"")) {
                get(Issuer.token(header().encode(), claims(claim, scopes), KEY)).hasStatus(200);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"scope: \"x stats:read\"", "scp: [\"stats:read\"]", "scope: [\"x stats:read\"]"})
    void acceptsTokenWithoutUserForItsScopes(String scopes) {
        String[] claim = scopes.split(": ", 2);
        JsonObject claims = Issuer.claims();

        get(Issuer.token(header().encode(), object(claims, claim[0], claim[1]), KEY))
                .hasStatus(200);
        get(Issuer.token(KEY, claims)).isProblem(403);
    }

    /** For any content of a token, the status is 200, 401 or 403. */
    @Test
    void respondsWithoutFailureToAnyClaims() {
        Random random = new Random(12);
        List<String> names =
                List.of("sub", "scope", "scp", "exp", "nbf", "iat", "iss", "aud", "jti", "amr", "permissions");
        List<String> headers = List.of("alg", "kid", "typ", "cty", "x5c", "jku", "jwk", "zip", "b64", "enc");
        FuzzedJson json = new FuzzedJson(random);
        for (int i = 0; i < 3_000; i++) {
            String claims = claims("sub", "\"u\"");
            String header = header().encode();
            for (int j = random.nextInt(3); j >= 0; j--) {
                String value = json.any();
                String odd = value.length() < 1_000 ? value : "0";
                if (random.nextInt(4) == 0) {
                    header = put(header, pick(random, headers), odd);
                } else {
                    claims = put(claims, pick(random, names), odd);
                }
            }
            String token = Issuer.token(header, claims, KEY);

            int status = get(token).status();

            assertThat(status).as(header + claims).isIn(200, 401, 403);
        }
    }

    private static String pick(Random random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static JsonObject header() {
        return new JsonObject().put("alg", "ES256");
    }

    /** Valid claims of user u except for one, in which {@code %d} is replaced by a time in one minute. */
    private static String claims(String claim, String value) {
        long soon = Instant.now().getEpochSecond() + (claim.equals("exp") ? 60 : -60);
        return object(Issuer.claims().put("sub", "u"), claim, value.replace("%d", Long.toString(soon)));
    }

    private static String object(JsonObject good, String name, String value) {
        JsonObject others = good.copy();
        others.remove(name);
        return put(others.encode(), name, value);
    }

    private static String put(String object, String name, String value) {
        String begun = object.substring(0, object.length() - 1);
        return begun + (begun.length() > 1 ? "," : "") + Json.encode(name) + ":" + value + "}";
    }

    private static TestResponse get(String token) {
        return api.send(
                HttpMethod.GET, "/users/u/summary", Map.of("Authorization", "Bearer " + token), Buffer.buffer());
    }

    private static void refused(String token) {
        int calls = api.dynamoDb.calls().size();

        TestResponse response = get(token);

        response.isProblem(401);
        assertThat(response.headers().getAll("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"viewtally\", error=\"invalid_token\"");
        assertThat(api.dynamoDb.calls()).hasSize(calls);
    }
}
