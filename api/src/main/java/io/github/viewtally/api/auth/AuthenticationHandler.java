package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Stands before every route where tokens are asked for, and before none where they are not. */
public final class AuthenticationHandler {

    /** Under what a request that was let through has its {@link Principal}. */
    static final String CALLER = Principal.class.getName();

    private final Optional<JwkSource> keys;

    /** To be made and used on the event loop that serves the routes. */
    public AuthenticationHandler(Vertx vertx, Optional<AuthConfig> config) {
        keys = config.map(on -> JwkSource.of(vertx, on));
    }

    /** Gets the keys; succeeds in bounded time even if they cannot be had yet. */
    public Future<Void> start() {
        return keys.map(JwkSource::start).orElseGet(Future::succeededFuture);
    }

    /**
     * Refuses while it cannot tell good tokens from others.
     *
     * @throws ProblemException 503
     */
    public void requireReady() {
        if (keys.isPresent() && !keys.get().known()) {
            throw AuthProblems.noKeys().asException();
        }
    }

    /** What is to be done before a route's own handlers; nothing at all where tokens are not asked for. */
    public Optional<Handler<RoutingContext>> before(AccessPolicy access) {
        return keys.map(known -> access instanceof AccessPolicy.Everyone
                ? AuthenticationHandler::letThroughAsAnyone
                : new BearerTokenHandler(known, access));
    }

    private static void letThroughAsAnyone(RoutingContext context) {
        context.put(CALLER, Principal.ANYONE).next();
    }
}
