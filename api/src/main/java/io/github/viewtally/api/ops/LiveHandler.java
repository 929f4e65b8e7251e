package io.github.viewtally.api.ops;

import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.response.Responses;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** {@code GET /health/live}: 200 while the event loop of the API runs, 503 if it is stuck. */
public final class LiveHandler implements Handler<RoutingContext> {

    private final BooleanSupplier responsive;

    public LiveHandler(BooleanSupplier responsive) {
        this.responsive = responsive;
    }

    @Override
    public void handle(RoutingContext context) {
        if (responsive.getAsBoolean()) {
            Responses.json(context, 200, new JsonObject().put("status", "up"));
        } else {
            context.fail(
                    Problem.unavailable("The event loop of the API is stuck.").asException());
        }
    }
}
