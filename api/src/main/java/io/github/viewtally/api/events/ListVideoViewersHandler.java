package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /videos/{videoId}/viewers}: the users with a view that counts, by user id, from GSI1. */
public final class ListVideoViewersHandler implements Handler<RoutingContext> {

    private final EventLists lists;

    public ListVideoViewersHandler(EventLists lists) {
        this.lists = lists;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        String videoId = parameters.id("videoId");
        lists.answer(
                context, parameters, EventList.usersOf(videoId, Keys.VIEWERS_OF_VIDEO, item -> ViewerItems.toViewer(
                                item)
                        .map(Viewer::userId)));
    }
}
