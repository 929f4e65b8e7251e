package io.github.viewtally.api.health;

import io.github.viewtally.api.http.Answers;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /health/live}: the process takes requests. */
public final class LiveHandler implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        Answers.json(context, 200, new JsonObject().put("status", "up"));
    }
}
