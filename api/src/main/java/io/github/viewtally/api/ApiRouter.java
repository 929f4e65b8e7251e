package io.github.viewtally.api;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.RouteTable.ApiRoute;
import io.github.viewtally.api.auth.AuthenticationHandler;
import io.github.viewtally.api.limits.BodyMemory;
import io.github.viewtally.api.limits.ClientRateLimiter;
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
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Builds the router of a route table. A route checks the access token, then the rate of the client if it writes, then the
 * body, and then calls its handler. Other methods of a known path get 405, and unknown paths get 404.
 */
final class ApiRouter {

    private final AuthenticationHandler authentication;
    private final Optional<ClientRateLimiter> rateLimiter;
    private final BodyMemory bodyMemory;
    private final Router router;

    /**
     * Creates a router without routes.
     *
     * @param filters handle every request before its route does, in this order
     * @param rateLimiter limits the routes that write; empty for no limit
     */
    ApiRouter(
            Vertx vertx,
            List<Handler<RoutingContext>> filters,
            AuthenticationHandler authentication,
            Optional<ClientRateLimiter> rateLimiter,
            BodyMemory bodyMemory) {
        this.authentication = requireNonNull(authentication, "authentication");
        this.rateLimiter = requireNonNull(rateLimiter, "rateLimiter");
        this.bodyMemory = requireNonNull(bodyMemory, "bodyMemory");
        router = Router.router(vertx);
        ProblemHandler problems = new ProblemHandler();
        router.route().failureHandler(problems);
        filters.forEach(filter -> router.route().handler(filter));
        // Vert.x calls this without a failure if it cannot decode the path or the query.
        router.errorHandler(400, context -> context.fail(400));
        router.errorHandler(500, problems);
    }

    /** Returns the router with the routes of a table. Call it once. */
    Router serve(RouteTable table) {
        table.entries().forEach(this::add);
        table.methods().forEach(this::refuseOtherMethods);
        router.route().handler(context -> context.fail(notFound().asException()));
        return router;
    }

    private void add(ApiRoute entry) {
        Route route = router.route(entry.method(), vertxPath(entry.path()));
        authentication.before(entry.access()).ifPresent(check -> route.handler(named(entry.path(), check)));
        if (!entry.isRead()) {
            rateLimiter.ifPresent(limiter -> route.handler(named(entry.path(), limiter)));
        }
        if (!entry.hasBody()) {
            route.handler(named(entry.path(), entry.handler()));
            return;
        }
        route.handler(named(entry.path(), new BodyLimits())).handler(bodyMemory.limit(entry.maxBody()));
        // Another Route, because Vert.x refuses a BodyHandler after other handlers of the same Route.
        router.route(entry.method(), vertxPath(entry.path()))
                .handler(BodyHandler.create(false).setBodyLimit(entry.maxBody()))
                .handler(BodyLimits::requireWellFormed)
                .handler(entry.handler());
    }

    private void refuseOtherMethods(String path, List<HttpMethod> served) {
        TreeSet<String> names = new TreeSet<>();
        served.forEach(method -> names.add(method.name()));
        Problem notAllowed = Problem.methodNotAllowed(String.join(", ", names));
        router.route(vertxPath(path))
                .handler(named(
                        path,
                        // A handler of a served method calls the next handler if there is no such file.
                        context ->
                                context.fail((served.contains(context.request().method()) ? notFound() : notAllowed)
                                        .asException())));
    }

    /** Sets the route under which the request is logged and counted. */
    private static Handler<RoutingContext> named(String path, Handler<RoutingContext> handler) {
        return context -> {
            RequestContext.of(context).setRoute(path);
            handler.handle(context);
        };
    }

    private static String vertxPath(String path) {
        return path.replaceAll("\\{([a-zA-Z]+)}", ":$1");
    }

    private static Problem notFound() {
        return Problem.of(404, "There is no such resource.");
    }
}
