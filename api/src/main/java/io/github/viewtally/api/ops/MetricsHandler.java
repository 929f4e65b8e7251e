package io.github.viewtally.api.ops;

import io.github.viewtally.api.response.Responses;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /metrics}. A worker thread writes the text, once for all concurrent requests. Use it on one event loop.
 */
public final class MetricsHandler implements Handler<RoutingContext> {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry;
    private Future<String> scrape = Future.succeededFuture("");

    public MetricsHandler(Vertx vertx, PrometheusMeterRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
    }

    @Override
    public void handle(RoutingContext context) {
        if (scrape.isComplete()) {
            scrape = vertx.executeBlocking(() -> registry.scrape(TYPE), false);
        }
        scrape.onSuccess(text -> Responses.text(context, TYPE, text)).onFailure(context::fail);
    }
}
