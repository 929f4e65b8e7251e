package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /videos/{videoId}/likes} and {@code /dislikes}: the users with this vote, by user id, from GSI1. */
public final class ListVideoVotesHandler implements Handler<RoutingContext> {

    private final EventLists lists;
    private final VoteType voteType;

    public ListVideoVotesHandler(EventLists lists, VoteType voteType) {
        this.lists = lists;
        this.voteType = voteType;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        String videoId = parameters.id("videoId");
        lists.answer(
                context,
                parameters,
                EventList.usersOf(videoId, Keys.voteOfVideoPrefix(voteType), item -> EventItems.toVote(item)
                        .map(Vote::userId)));
    }
}
