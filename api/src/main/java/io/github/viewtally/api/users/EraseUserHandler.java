package io.github.viewtally.api.users;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.UserEraser;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code DELETE /users/{userId}}: erases a part of a user's data. The client repeats the request until it is done. */
public final class EraseUserHandler implements Handler<RoutingContext> {

    private static final String AGGREGATION_SECONDS = "1";

    private final UserEraser eraser;
    private final HeavyReads heavyReads;

    public EraseUserHandler(UserEraser eraser, HeavyReads heavyReads) {
        this.eraser = eraser;
        this.heavyReads = heavyReads;
    }

    @Override
    public void handle(RoutingContext context) {
        String userId = Parameters.of(context, Set.of()).id("userId");
        heavyReads
                .run(UserEraser.MAX_EVENTS, () -> eraser.erase(userId))
                .onSuccess(step -> respond(context, step))
                .onFailure(context::fail);
    }

    private static void respond(RoutingContext context, UserEraser.Step step) {
        if (step.waits()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, AGGREGATION_SECONDS);
        }
        Responses.json(
                context, 200, new JsonObject().put("deleted", step.deleted()).put("done", step.done()));
    }
}
