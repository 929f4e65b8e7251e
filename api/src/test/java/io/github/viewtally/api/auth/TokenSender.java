package io.github.viewtally.api.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of token.
 *
 * @param column its column in {@link AccessMatrix}
 * @param credentials the value of the header Authorization; empty for a request without it
 */
record TokenSender(String name, String column, String credentials) {

    static final TokenKey KEY = TokenKey.rsa("2026-a");
    static final TokenKey EC_KEY = TokenKey.ec("2026-b", 256);
    private static final TokenKey STRANGE_KEY = TokenKey.rsaOfAnotherIssuer("2026-a");

    /** Signed once: the leeway of 300 seconds is longer than the tests take. */
    private static final List<TokenSender> ALL = createSenders();

    static Stream<TokenSender> all() {
        return ALL.stream();
    }

    static TokenSender of(String name, String column, String token) {
        return new TokenSender(name, column, "Bearer " + token);
    }

    /** Without a token, or with an unknown scheme, the response reports no error of a token. */
    boolean hasToken() {
        return credentials.regionMatches(true, 0, "Bearer", 0, 6);
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<TokenSender> createSenders() {
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
                new TokenSender("no token", "none", ""),
                new TokenSender("another scheme", "none", "Basic dTpw"),
                TokenSender.of("an empty token", "none", ""),
                TokenSender.of("garbage", "none", "garbage"),
                TokenSender.of("garbage with dots", "none", "a.b.c"),
                TokenSender.of("no JSON", "none", "e30.e30.e30"),
                TokenSender.of("two tokens", "none", good + " " + good),
                TokenSender.of("four parts", "none", good + ".e30"),
                TokenSender.of("expired", "none", Issuer.token(KEY, own().put("exp", now - 400))),
                TokenSender.of("not yet valid", "none", Issuer.token(KEY, own().put("nbf", now + 600))),
                TokenSender.of("issued in the future", "none", Issuer.token(KEY, own().put("iat", now + 600))),
                TokenSender.of("without an end", "none", Issuer.token(KEY, without("exp"))),
                TokenSender.of("an end that is no number", "none", Issuer.token(KEY, own().put("exp", "never"))),
                TokenSender.of("wrong issuer", "none", Issuer.token(KEY, own().put("iss", "https://other.example/"))),
                TokenSender.of("no issuer", "none", Issuer.token(KEY, without("iss"))),
                TokenSender.of("an issuer that is no text", "none", Issuer.token(KEY, own().put("iss", 1))),
                TokenSender.of("wrong audience", "none", Issuer.token(KEY, own().put("aud", "other"))),
                TokenSender.of("no audience", "none", Issuer.token(KEY, without("aud"))),
                TokenSender.of("alg none", "none", Issuer.unsigned(own)),
                TokenSender.of("alg none with a signature", "none", Issuer.unsigned(own) + parts[2]),
                TokenSender.of(
                        "HS256 with the public key in PEM",
                        "none",
                        Issuer.signedWithPublicKey(KEY, KEY.pem().getBytes(StandardCharsets.UTF_8), own)),
                TokenSender.of(
                        "HS256 with the public key in DER",
                        "none",
                        Issuer.signedWithPublicKey(KEY, KEY.pair().getPublic().getEncoded(), own)),
                TokenSender.of("unknown kid", "none", Issuer.token(KEY.named("2026-z"), own)),
                TokenSender.of("a stranger's key under a known kid", "none", Issuer.token(STRANGE_KEY, own)),
                TokenSender.of("a stranger's key without a kid", "none", Issuer.token(STRANGE_KEY.named(null), own)),
                TokenSender.of("the kid of another key", "none", Issuer.token(KEY.named(EC_KEY.id()), own)),
                TokenSender.of("another's payload", "none", parts[0] + "." + othersPayload + "." + parts[2]),
                TokenSender.of("extensions to be understood", "none", Issuer.token(crit, own, KEY)),
                TokenSender.of("another's sub", "other", Issuer.token(KEY, own().put("sub", "other"))),
                TokenSender.of("no sub", "other", Issuer.token(KEY, without("sub"))),
                TokenSender.of("an empty sub", "none", Issuer.token(KEY, own().put("sub", ""))),
                TokenSender.of("another's sub and scopes alike", "other", scoped("events:writer stats stats:read:me")),
                TokenSender.of("own sub", "own", good),
                TokenSender.of("own sub, EC", "own", Issuer.token(EC_KEY, own)),
                TokenSender.of("own sub, RS512", "own", Issuer.token(KEY.as("RS512"), own)),
                TokenSender.of("own sub, no kid", "own", Issuer.token(KEY.named(null), own)),
                TokenSender.of("own sub, some audiences", "own", Issuer.token(KEY, audiences())),
                TokenSender.of(
                        "own sub, expired within the leeway", "own", Issuer.token(KEY, own().put("exp", now - 5))),
                new TokenSender("own sub, scheme in small letters", "own", "bearer " + good),
                TokenSender.of("events:write", "write", scoped("openid events:write")),
                TokenSender.of("stats:read", "read", scoped("stats:read")),
                TokenSender.of("users:erase", "erase", scoped("users:erase")),
                TokenSender.of("both", "both", scoped("stats:read events:write")),
                TokenSender.of("both as a list", "both", Issuer.token(KEY, list("events:write", "stats:read"))));
    }

    static JsonObject own() {
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

    static String scoped(String scopes) {
        return Issuer.token(KEY, Issuer.claims().put("sub", "machine").put("scope", scopes));
    }

    private static JsonObject list(String... scopes) {
        return Issuer.claims().put("sub", "machine").put("scp", new JsonArray(List.of(scopes)));
    }
}
