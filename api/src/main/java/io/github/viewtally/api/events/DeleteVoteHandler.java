package io.github.viewtally.api.events;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.EventStore;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code DELETE /users/{userId}/votes/{videoId}}: deletes a vote; succeeds if there is none. */
public final class DeleteVoteHandler implements Handler<RoutingContext> {

    private final EventStore store;

    public DeleteVoteHandler(EventStore store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of());
        store.deleteVote(parameters.id("userId"), parameters.id("videoId"))
                .onSuccess(removed -> Responses.noContent(context))
                .onFailure(context::fail);
    }
}
