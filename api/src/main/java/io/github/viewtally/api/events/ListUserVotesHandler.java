package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /users/{userId}/votes}: the votes of a user, by video, from the table. */
public final class ListUserVotesHandler implements Handler<RoutingContext> {

    private final EventLists lists;

    public ListUserVotesHandler(EventLists lists) {
        this.lists = lists;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        lists.answer(
                context,
                parameters,
                EventList.ofUser(parameters.id("userId"), Keys.TYPE_VOTE, item -> EventItems.toVote(item)
                        .map(VoteBody::toJsonOfUser)));
    }
}
