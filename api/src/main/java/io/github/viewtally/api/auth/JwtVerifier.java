package io.github.viewtally.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Verifies tokens with a set of keys. The set is never empty, because Vert.x would then accept unsigned tokens. A token is
 * verified once, and then remembered until it expires: an ES256 signature costs a millisecond of the event loop.
 */
final class JwtVerifier {

    /** In characters of the tokens. A typical token has 500 to 1,500. */
    private static final long MAX_REMEMBERED = 4_000_000;

    /** The approximate memory of an entry without its token, in characters. */
    private static final int ENTRY = 150;

    private record VerifiedToken(Principal principal, Instant validUntil) {

        Duration timeLeft() {
            return Duration.between(Instant.now(), validUntil);
        }
    }

    private final List<SigningKey> keys;
    private final JWTAuth verifier;
    private final Duration leeway;
    private final Cache<String, VerifiedToken> verified = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED)
            .<String, VerifiedToken>weigher((token, value) -> token.length() + ENTRY)
            .expireAfter(Expiry.<String, VerifiedToken>creating((token, value) -> value.timeLeft()))
            .executor(Runnable::run)
            .build();

    JwtVerifier(Vertx vertx, AuthConfig config, List<SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key that can be used");
        }
        this.keys = List.copyOf(keys);
        this.leeway = config.leeway();
        List<PubSecKeyOptions> options =
                keys.stream().flatMap(SigningKey::options).toList();
        verifier = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setPubSecKeys(options)
                        .setJWTOptions(new JWTOptions()
                                .setIssuer(config.issuer())
                                .addAudience(config.audience())
                                .setLeeway((int) leeway.toSeconds())));
    }

    /** Returns whether the set has a key of this id. A key without an id matches every id. */
    boolean mayHave(String keyId) {
        return keyId == null
                || keys.stream().anyMatch(key -> key.id() == null || key.id().equals(keyId));
    }

    /**
     * Returns the sender of a valid token: signed, from the issuer, for the audience, and valid now. Fails for any other
     * token.
     */
    Future<Principal> verify(UnverifiedToken token) {
        VerifiedToken known = verified.getIfPresent(token.text());
        if (known != null) {
            return Future.succeededFuture(known.principal());
        }
        return verifier.authenticate(new TokenCredentials(token.text())).map(user -> {
            JsonObject claims = user.attributes().getJsonObject("accessToken");
            VerifiedToken read = new VerifiedToken(
                    Principal.of(claims),
                    Instant.ofEpochSecond(claims.getLong("exp")).plus(leeway));
            verified.put(token.text(), read);
            return read.principal();
        });
    }
}
