package io.github.viewtally.api.events;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.EventStore;
import io.github.viewtally.model.Vote;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /votes}: stores a vote, replaces the previous one, and responds with it. */
public final class RecordVoteHandler implements Handler<RoutingContext> {

    private final EventStore store;
    private final ViewPolicy policy;

    public RecordVoteHandler(EventStore store, ViewPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters.of(context, Set.of());
        Vote vote = VoteBody.read(JsonFields.parse(context.body().buffer()), policy);
        AccessPolicy.requireMayWrite(context, vote.userId());
        store.put(vote)
                .onSuccess(stored -> Responses.json(context, 200, VoteBody.toJson(stored)))
                .onFailure(context::fail);
    }
}
