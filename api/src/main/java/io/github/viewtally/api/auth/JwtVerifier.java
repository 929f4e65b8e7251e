package io.github.viewtally.api.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;

/** Verifies tokens with a set of keys. The set is never empty, because Vert.x would then accept unsigned tokens. */
final class JwtVerifier {

    private final List<SigningKey> keys;
    private final JWTAuth verifier;

    JwtVerifier(Vertx vertx, AuthConfig config, List<SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key that can be used");
        }
        this.keys = List.copyOf(keys);
        List<PubSecKeyOptions> options =
                keys.stream().flatMap(SigningKey::options).toList();
        verifier = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setPubSecKeys(options)
                        .setJWTOptions(new JWTOptions()
                                .setIssuer(config.issuer())
                                .addAudience(config.audience())
                                .setLeeway((int) config.leeway().toSeconds())));
    }

    /** Returns whether the set has a key of this id. A key without an id matches every id. */
    boolean mayHave(String keyId) {
        return keyId == null
                || keys.stream().anyMatch(key -> key.id() == null || key.id().equals(keyId));
    }

    /** Returns the claims of a valid token: signed, from the issuer, for the audience, and valid now. */
    Future<JsonObject> verify(UnverifiedToken token) {
        return verifier.authenticate(new TokenCredentials(token.text()))
                .map(user -> user.attributes().getJsonObject("accessToken"));
    }
}
