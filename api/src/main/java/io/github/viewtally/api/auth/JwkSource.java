package io.github.viewtally.api.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Where the keys come from. */
interface JwkSource {

    static JwkSource of(Vertx vertx, AuthConfig config) {
        return config.source().open(vertx, config);
    }

    /** Gets them for the first time; succeeds in bounded time whether or not there are any. */
    Future<Void> start();

    /** Whether there are any. */
    boolean known();

    /**
     * The keys to verify a token with, the one that it names among them if that can be had in bounded time.
     *
     * @return failed with a 503 while there are none
     */
    Future<JwtVerifier> forToken(UnverifiedToken token);
}
