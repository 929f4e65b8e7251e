package io.github.viewtally.api.events;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.EventStore;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code DELETE /users/{userId}/views/{videoId}/{timestamp}}: deletes a view in every spelling of its timestamp. */
public final class DeleteViewHandler implements Handler<RoutingContext> {

    private final EventStore store;

    public DeleteViewHandler(EventStore store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of());
        store.deleteView(
                        parameters.id("userId"),
                        parameters.id("videoId"),
                        parameters.timestamp("timestamp"),
                        context.pathParam("timestamp"))
                .onSuccess(removed -> Responses.noContent(context))
                .onFailure(context::fail);
    }
}
