package io.github.viewtally.api.auth;

import io.vertx.core.Future;

/** Keys that do not change while the process runs. */
record StaticJwkSource(JwtVerifier keys) implements JwkSource {

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public Future<JwtVerifier> forToken(UnverifiedToken token) {
        return Future.succeededFuture(keys);
    }
}
