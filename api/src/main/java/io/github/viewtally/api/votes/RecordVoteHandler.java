package io.github.viewtally.api.votes;

import io.github.viewtally.api.http.Answers;
import io.github.viewtally.api.http.JsonFields;
import io.github.viewtally.api.http.Parameters;
import io.github.viewtally.api.table.EventStore;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /votes}: stores a vote, in place of the one before, and answers with it. */
public final class RecordVoteHandler implements Handler<RoutingContext> {

    private final EventStore store;

    public RecordVoteHandler(EventStore store) {
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters.of(context, Set.of());
        store.put(VoteBody.read(JsonFields.parse(context.body().buffer())))
                .onSuccess(vote -> Answers.json(context, 200, VoteBody.toJson(vote)))
                .onFailure(context::fail);
    }
}
