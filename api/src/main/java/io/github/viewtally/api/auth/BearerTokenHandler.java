package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.response.CachePolicy;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits requests whose token gives access, before their body is read. */
final class BearerTokenHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(BearerTokenHandler.class);

    private final JwkSource keys;
    private final AccessPolicy access;

    BearerTokenHandler(JwkSource keys, AccessPolicy access) {
        this.keys = keys;
        this.access = access;
    }

    @Override
    public void handle(RoutingContext context) {
        CachePolicy.dependsOnToken(context.response());
        UnverifiedToken token = UnverifiedToken.of(context.request())
                .orElseThrow(() -> AuthProblems.noToken().asException());
        Future<Principal> principal = keys.forToken(token).compose(known -> verify(known, token));
        if (principal.isComplete()) {
            proceed(context, principal);
        } else {
            // A key is being fetched. Until then the body must not arrive, or it would be lost.
            context.request().pause();
            principal.onComplete(done -> {
                context.request().resume();
                proceed(context, principal);
            });
        }
    }

    private void proceed(RoutingContext context, Future<Principal> principal) {
        principal.onSuccess(sender -> admit(context, sender)).onFailure(context::fail);
    }

    private static Future<Principal> verify(JwtVerifier keys, UnverifiedToken token) {
        return Future.succeededFuture(token).compose(keys::verify).recover(fault -> {
            LOG.debug("refused a token: {}", fault.getMessage());
            return Future.failedFuture(AuthProblems.badToken().asException());
        });
    }

    private void admit(RoutingContext context, Principal principal) {
        try {
            if (access.admits(principal, context)) {
                context.put(AuthenticationHandler.PRINCIPAL, principal).next();
            } else {
                context.fail(AuthProblems.notAllowed(access.scope()).asException());
            }
        } catch (ProblemException e) {
            context.fail(e);
        }
    }
}
