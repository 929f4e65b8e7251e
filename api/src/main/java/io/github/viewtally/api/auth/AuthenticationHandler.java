package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Checks access tokens before the handlers of a route. Without AUTH it checks nothing. */
public final class AuthenticationHandler {

    /** The key of the {@link Principal} of an admitted request. */
    static final String PRINCIPAL = Principal.class.getName();

    private final Optional<JwkSource> keys;

    /** Creates the handler; use it on the event loop that serves the routes. */
    public AuthenticationHandler(Vertx vertx, Optional<AuthConfig> config) {
        keys = config.map(on -> JwkSource.of(vertx, on));
    }

    /** Fetches the keys. Succeeds in bounded time, even if the issuer does not respond. */
    public Future<Void> start() {
        return keys.map(JwkSource::start).orElseGet(Future::succeededFuture);
    }

    /**
     * Requires that tokens can be verified.
     *
     * @throws ProblemException 503 while the keys are unknown
     */
    public void requireReady() {
        if (keys.isPresent() && !keys.get().known()) {
            throw AuthProblems.noKeys().asException();
        }
    }

    /** Returns the handler that runs before the handlers of a route; empty without AUTH. */
    public Optional<Handler<RoutingContext>> before(AccessPolicy access) {
        return keys.map(known -> access instanceof AccessPolicy.Everyone
                ? AuthenticationHandler::admitAnyone
                : new BearerTokenHandler(known, access));
    }

    private static void admitAnyone(RoutingContext context) {
        context.put(PRINCIPAL, Principal.ANYONE).next();
    }
}
