package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code GET /videos/{videoId}/likes}, {@code /dislikes} and {@code /viewers}: users of a video, by user id, from GSI1. */
public final class ListVideoUsersHandler implements Handler<RoutingContext> {

    private final EventLists lists;
    private final String prefix;
    private final Function<Attributes, Optional<String>> userId;

    private ListVideoUsersHandler(EventLists lists, String prefix, Function<Attributes, Optional<String>> userId) {
        this.lists = lists;
        this.prefix = prefix;
        this.userId = userId;
    }

    /** Lists the users with a vote. */
    public static ListVideoUsersHandler ofVotes(EventLists lists, VoteType voteType) {
        return new ListVideoUsersHandler(lists, Keys.voteOfVideoPrefix(voteType), item -> EventItems.toVote(item)
                .map(Vote::userId));
    }

    /** Lists the users with a view that counts. */
    public static ListVideoUsersHandler ofViewers(EventLists lists) {
        return new ListVideoUsersHandler(
                lists, Keys.VIEWERS_OF_VIDEO, item -> ViewerItems.toViewer(item).map(Viewer::userId));
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        lists.answer(context, parameters, EventList.usersOf(parameters.id("videoId"), prefix, userId));
    }
}
