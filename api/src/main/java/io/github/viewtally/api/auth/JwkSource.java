package io.github.viewtally.api.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Provides the keys that verify tokens. */
interface JwkSource {

    static JwkSource of(Vertx vertx, AuthConfig config) {
        return config.source().open(vertx, config);
    }

    /** Loads the keys. Succeeds in bounded time, even without keys. */
    Future<Void> start();

    /** Returns whether keys are known. */
    boolean known();

    /**
     * Returns the keys that verify a token. They include the key that the token names, if it can be fetched in bounded
     * time.
     *
     * @return a failure with 503 while no keys are known
     */
    Future<JwtVerifier> forToken(UnverifiedToken token);
}
