package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /users/{userId}/views}: the views of a user, by video and time, from the table. */
public final class ListUserViewsHandler implements Handler<RoutingContext> {

    private final EventLists lists;

    public ListUserViewsHandler(EventLists lists) {
        this.lists = lists;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        lists.answer(
                context,
                parameters,
                EventList.ofUser(parameters.id("userId"), Keys.TYPE_VIEW, item -> EventItems.toView(item)
                        .map(ViewBody::toJsonOfUser)));
    }
}
