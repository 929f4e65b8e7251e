package io.github.viewtally.api;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.limits.BodyMemory;
import io.github.viewtally.api.ops.RequestMetrics;
import io.github.viewtally.api.server.ApiServer;
import io.github.viewtally.api.server.RequestLifecycleHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;

/**
 * Serves health and metrics on a separate port and event loop, so that they respond in time even if the API is busy.
 */
final class ManagementVerticle extends VerticleBase {

    private final ApiConfig config;
    private final int port;
    private final MeterRegistry registry;
    private final ApiVerticle api;
    private ApiServer server;

    /**
     * Creates the port of a deployed API.
     *
     * @param port 0 for any free one
     */
    ManagementVerticle(ApiConfig config, int port, MeterRegistry registry, ApiVerticle api) {
        this.config = requireNonNull(config, "config");
        this.port = port;
        this.registry = requireNonNull(registry, "registry");
        this.api = requireNonNull(api, "api");
    }

    @Override
    public Future<?> start() {
        RequestLifecycleHandler lifecycle = new RequestLifecycleHandler(
                config.limits(), config.browsers(), List.of(new RequestMetrics(registry)), ApiVerticle.OPERATOR_PATHS);
        server = new ApiServer(vertx, config.http().host(), port, config.limits(), lifecycle);
        Router router = new ApiRouter(
                        vertx,
                        List.of(lifecycle),
                        api.authentication(),
                        Optional.empty(),
                        new BodyMemory(config.limits()))
                .serve(api.operatorRoutes(context));
        return server.listen(router)
                .recover(fault -> Future.failedFuture(
                        new IllegalStateException("MANAGEMENT_PORT: " + fault.getMessage(), fault)));
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    /** Returns the port that it listens on; known once deployed. */
    int port() {
        return server.port();
    }
}
