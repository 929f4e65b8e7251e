package io.github.viewtally.api;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.auth.AuthenticationHandler;
import io.github.viewtally.api.limits.BodyMemory;
import io.github.viewtally.api.limits.ClientRateLimiter;
import io.github.viewtally.api.ops.AccessLog;
import io.github.viewtally.api.ops.LiveHandler;
import io.github.viewtally.api.ops.MetricsHandler;
import io.github.viewtally.api.ops.ReadyHandler;
import io.github.viewtally.api.ops.ReadyHandler.ReadinessCheck;
import io.github.viewtally.api.ops.RequestMetrics;
import io.github.viewtally.api.ops.RequestTracing;
import io.github.viewtally.api.ops.WarmUp;
import io.github.viewtally.api.request.RequestListener;
import io.github.viewtally.api.server.ApiServer;
import io.github.viewtally.api.server.CrossOrigin;
import io.github.viewtally.api.server.RequestLifecycleHandler;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.api.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The HTTP server of the API on one event loop, over one table. {@link ApiRoutes} lists what it serves. */
public final class ApiVerticle extends VerticleBase {

    private static final String HEALTH_LIVE = "/health/live";
    private static final String HEALTH_READY = "/health/ready";
    private static final String METRICS = "/metrics";

    /** Served by the management port if there is one; never refused for the number of requests. */
    static final Set<String> OPERATOR_PATHS = Set.of(HEALTH_LIVE, HEALTH_READY, METRICS);

    private final ApiConfig config;
    private final DynamoDbClients dynamoDb;
    private final PrometheusMeterRegistry registry;
    private final ReadinessCheck readiness;
    private final Tracing tracing;
    private AccessLog accessLog;
    private AuthenticationHandler authentication;
    private ApiServer server;
    private RouteTable routes;

    /** Creates the API; the caller closes the clients and the registry. */
    public ApiVerticle(ApiConfig config, DynamoDbClients dynamoDb, PrometheusMeterRegistry registry) {
        this(config, dynamoDb, registry, Tracing.OFF, Optional::empty);
    }

    /** Creates an API that is ready only if {@code readiness} reports no failure. */
    public ApiVerticle(
            ApiConfig config,
            DynamoDbClients dynamoDb,
            PrometheusMeterRegistry registry,
            Tracing tracing,
            ReadinessCheck readiness) {
        this.tracing = requireNonNull(tracing, "tracing");
        this.readiness = requireNonNull(readiness, "readiness");
        this.config = requireNonNull(config, "config");
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.registry = requireNonNull(registry, "registry");
    }

    @Override
    public Future<?> start() {
        accessLog = new AccessLog(vertx);
        List<RequestListener> listeners = new ArrayList<>(List.of(new RequestMetrics(registry)));
        if (tracing.isOn()) {
            listeners.add(new RequestTracing(tracing));
        }
        if (config.accessLog()) {
            listeners.add(accessLog);
        }
        RequestLifecycleHandler lifecycle =
                new RequestLifecycleHandler(config.limits(), config.browsers(), listeners, OPERATOR_PATHS);
        server = new ApiServer(vertx, config.http().host(), config.http().port(), config.limits(), lifecycle);
        server.bindTo(registry);
        authentication = new AuthenticationHandler(vertx, config.auth());
        routes = routes();
        Router router = router(lifecycle);
        return authentication
                .start()
                .compose(ready -> config.health().warmUp() ? WarmUp.of(vertx, router) : Future.succeededFuture())
                .compose(warm -> server.listen(router));
    }

    private RouteTable routes() {
        ApiRoutes api = new ApiRoutes(config, dynamoDb, tracing, context);
        api.bindTo(registry);
        server.onStop(api::endStreams);
        RouteTable table = api.table();
        return config.http().managementPort().isPresent() ? table : table.addAll(operatorRoutes(context));
    }

    private Router router(RequestLifecycleHandler lifecycle) {
        Optional<ClientRateLimiter> rateLimiter = config.clientRate().isOff()
                ? Optional.empty()
                : Optional.of(new ClientRateLimiter(config.clientRate(), AccessPolicy::subjectOf));
        return new ApiRouter(
                        vertx,
                        List.of(lifecycle, new CrossOrigin(config.browsers())),
                        authentication,
                        rateLimiter,
                        new BodyMemory(config.limits()))
                .serve(routes);
    }

    /** Completes the requests in flight before it stops. */
    @Override
    public Future<?> stop() {
        return server.drain().onComplete(drained -> accessLog.flush());
    }

    /** Returns the port that it listens on; known once deployed. */
    public int port() {
        return server.port();
    }

    /** Returns the routes of operators, for use on the event loop of the given context. */
    RouteTable operatorRoutes(Context context) {
        TableReader reader = new TableReader(dynamoDb.forReads(), config.table(), context);
        ReadyHandler ready = new ReadyHandler(reader, authentication, server::isDraining, readiness, config.health());
        return new RouteTable()
                .get(HEALTH_LIVE, AccessPolicy.publicly(), new LiveHandler(server::isResponsive))
                .get(HEALTH_READY, AccessPolicy.publicly(), ready)
                .get(METRICS, AccessPolicy.publicly(), new MetricsHandler(vertx, registry));
    }

    AuthenticationHandler authentication() {
        return authentication;
    }

    /** Returns what it serves; known once deployed. */
    public RouteTable routeTable() {
        return routes;
    }
}
