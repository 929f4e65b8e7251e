package io.github.viewtally.api.auth;

import io.github.viewtally.api.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Stands before every route where tokens are asked for, and before none where they are not. */
public final class Guard {

    /** Under what a request that was let through has its {@link Caller}. */
    static final String CALLER = Caller.class.getName();

    private final Optional<Keys> keys;

    /** To be made and used on the event loop that serves the routes. */
    public Guard(Vertx vertx, Optional<AuthConfig> config) {
        keys = config.map(on -> Keys.of(vertx, on));
    }

    /** Gets the keys; succeeds in bounded time even if they cannot be had yet. */
    public Future<Void> start() {
        return keys.map(Keys::start).orElseGet(Future::succeededFuture);
    }

    /**
     * Refuses while it cannot tell good tokens from others.
     *
     * @throws ProblemException 503
     */
    public void requireReady() {
        if (keys.isPresent() && !keys.get().known()) {
            throw Refusals.noKeys().asException();
        }
    }

    /** What is to be done before a route's own handlers; nothing at all where tokens are not asked for. */
    public Optional<Handler<RoutingContext>> before(Access access) {
        return keys.map(
                known -> access instanceof Access.Everyone ? Guard::letThroughAsAnyone : new TokenCheck(known, access));
    }

    private static void letThroughAsAnyone(RoutingContext context) {
        context.put(CALLER, Caller.ANYONE).next();
    }
}
