package io.github.viewtally.api;

import io.github.viewtally.api.ops.ReadyHandler.ReadinessCheck;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** A running API and its management port, if it has one. */
public final class ApiDeployment {

    private final Vertx vertx;
    private final ApiVerticle api;
    private final String apiId;
    private final Optional<ManagementVerticle> management;

    private ApiDeployment(Vertx vertx, ApiVerticle api, String apiId, Optional<ManagementVerticle> management) {
        this.vertx = vertx;
        this.api = api;
        this.apiId = apiId;
        this.management = management;
    }

    /**
     * Starts the API.
     *
     * @param dynamoDb clients that the caller closes
     * @param registry a registry that the caller closes
     * @param tracing tracing that the caller closes
     * @return completes when all ports accept connections
     */
    public static Future<ApiDeployment> start(
            Vertx vertx,
            ApiConfig config,
            DynamoDbClients dynamoDb,
            PrometheusMeterRegistry registry,
            Tracing tracing) {
        return start(vertx, config, dynamoDb, registry, tracing, Optional::empty);
    }

    /** Starts an API that is ready only if {@code readiness} reports no failure. */
    public static Future<ApiDeployment> start(
            Vertx vertx,
            ApiConfig config,
            DynamoDbClients dynamoDb,
            PrometheusMeterRegistry registry,
            Tracing tracing,
            ReadinessCheck readiness) {
        ApiVerticle api = new ApiVerticle(config, dynamoDb, registry, tracing, readiness);
        Optional<ManagementVerticle> management =
                config.http().managementPort().map(port -> new ManagementVerticle(config, port, registry, api));
        return vertx.deployVerticle(api).compose(apiId -> management
                .map(verticle -> vertx.deployVerticle(verticle)
                        .recover(fault -> vertx.undeploy(apiId).compose(end -> Future.failedFuture(fault))))
                .orElseGet(Future::succeededFuture)
                .map(deployed -> new ApiDeployment(vertx, api, apiId, management)));
    }

    /**
     * Completes the requests in flight and stops. Health and metrics are served until Vert.x is closed, so that
     * operators can observe the end.
     */
    public Future<Void> stop() {
        return vertx.undeploy(apiId);
    }

    /** Returns the port of the API. */
    public int port() {
        return api.port();
    }

    /** Returns the port of health and metrics. */
    public int managementPort() {
        return management.map(ManagementVerticle::port).orElseGet(api::port);
    }
}
