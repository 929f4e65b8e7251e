package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code GET /users/{userId}/views} and {@code /votes}: these events of a user, by video and time, from the table. */
public final class ListUserEventsHandler implements Handler<RoutingContext> {

    private final EventLists lists;
    private final String type;
    private final Function<Attributes, Optional<JsonObject>> read;

    private ListUserEventsHandler(EventLists lists, String type, Function<Attributes, Optional<JsonObject>> read) {
        this.lists = lists;
        this.type = type;
        this.read = read;
    }

    public static ListUserEventsHandler ofViews(EventLists lists) {
        return new ListUserEventsHandler(
                lists, Keys.TYPE_VIEW, item -> EventItems.toView(item).map(ViewBody::toJsonOfUser));
    }

    public static ListUserEventsHandler ofVotes(EventLists lists) {
        return new ListUserEventsHandler(
                lists, Keys.TYPE_VOTE, item -> EventItems.toVote(item).map(VoteBody::toJsonOfUser));
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        lists.answer(context, parameters, EventList.ofUser(parameters.id("userId"), type, read));
    }
}
