package io.github.viewtally.api;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.auth.AuthenticationHandler;
import io.github.viewtally.api.limits.BodyMemory;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.response.ProblemHandler;
import io.github.viewtally.api.server.BodyLimits;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The routes: what is served under which method and path, and what is said to all else. Paths are written as in the
 * contract, with <code>{name}</code> for a parameter.
 */
final class Routes {

    private final Router router;
    private final AuthenticationHandler guard;
    private final BodyMemory bodyMemory;
    private Optional<Handler<RoutingContext>> beforeWrites = Optional.empty();
    private final Map<String, List<HttpMethod>> methods = new LinkedHashMap<>();
    private final Map<String, AccessPolicy> accesses = new HashMap<>();

    /**
     * With what sees every request before its route does.
     *
     * @param first in their order
     */
    Routes(Vertx vertx, List<Handler<RoutingContext>> first, AuthenticationHandler guard, BodyMemory bodyMemory) {
        this.guard = guard;
        this.bodyMemory = bodyMemory;
        router = Router.router(vertx);
        ProblemHandler problems = new ProblemHandler();
        router.route().failureHandler(problems);
        first.forEach(handler -> router.route().handler(handler));
        // Called without a failure, where a path or query cannot be decoded.
        router.errorHandler(400, context -> context.fail(400));
        router.errorHandler(500, problems);
    }

    /** Sets what the routes added from now on do before they write, once it is known who writes. */
    Routes beforeWrites(Handler<RoutingContext> handler) {
        beforeWrites = Optional.of(handler);
        return this;
    }

    /** A resource to read; HEAD answers like GET, without the body. */
    Routes get(String path, AccessPolicy access, Handler<RoutingContext> handler) {
        route(HttpMethod.GET, path, access, handler);
        route(HttpMethod.HEAD, path, access, handler);
        return this;
    }

    /** A resource that takes JSON of at most {@code maxBody} bytes. */
    Routes post(String path, AccessPolicy access, int maxBody, Handler<RoutingContext> handler) {
        route(HttpMethod.POST, path, access, new BodyLimits());
        router.post(vertxPath(path)).handler(bodyMemory.limit(maxBody));
        router.post(vertxPath(path))
                .handler(BodyHandler.create(false).setBodyLimit(maxBody))
                .handler(BodyLimits::requireWellFormed)
                .handler(handler);
        return this;
    }

    Routes delete(String path, AccessPolicy access, Handler<RoutingContext> handler) {
        route(HttpMethod.DELETE, path, access, handler);
        return this;
    }

    private void route(HttpMethod method, String path, AccessPolicy access, Handler<RoutingContext> first) {
        methods.computeIfAbsent(path, none -> new ArrayList<>()).add(method);
        accesses.put(method + " " + path, access);
        Route route = router.route(method, vertxPath(path));
        guard.before(access).ifPresent(check -> route.handler(named(path, check)));
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            beforeWrites.ifPresent(handler -> route.handler(named(path, handler)));
        }
        route.handler(named(path, first));
    }

    /** Whatever comes of the request is told of by this path, not by its own. */
    private static Handler<RoutingContext> named(String path, Handler<RoutingContext> handler) {
        return context -> {
            RequestContext.of(context).routeIs(path);
            handler.handle(context);
        };
    }

    private static String vertxPath(String path) {
        return path.replaceAll("\\{([a-zA-Z]+)}", ":$1");
    }

    /** Every path of the contract with its methods. */
    Map<String, List<HttpMethod>> methods() {
        return methods;
    }

    /** Who may use what, by method and path. */
    Map<String, AccessPolicy> accesses() {
        return accesses;
    }

    /** The router; known paths answer 405 to other methods, unknown ones 404. */
    Router router() {
        methods.forEach((path, served) -> {
            TreeSet<String> names = new TreeSet<>();
            served.forEach(method -> names.add(method.name()));
            String allowed = String.join(", ", names);
            router.route(vertxPath(path))
                    .handler(named(
                            path,
                            context -> context.fail(
                                    served.contains(context.request().method())
                                            ? notFound().asException()
                                            : Problem.methodNotAllowed(allowed).asException())));
        });
        router.route().handler(context -> context.fail(notFound().asException()));
        return router;
    }

    private static Problem notFound() {
        return Problem.of(404, "There is no such resource.");
    }
}
