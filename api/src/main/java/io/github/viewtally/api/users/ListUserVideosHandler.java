package io.github.viewtally.api.users;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.response.CachePolicy;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.TableReader;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** {@code GET /users/{userId}/videos?ids=}: the vote and the views of a user on each of these videos. */
public final class ListUserVideosHandler implements Handler<RoutingContext> {

    private static final int MAX_IDS = 100;
    private static final String IDS = "ids";

    private final TableReader reader;
    private final HeavyReads heavyReads;

    public ListUserVideosHandler(TableReader reader, HeavyReads heavyReads) {
        this.reader = reader;
        this.heavyReads = heavyReads;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of(IDS), Set.of(IDS));
        String userId = parameters.id("userId");
        List<String> videoIds =
                parameters.ids(IDS, MAX_IDS).orElseThrow(() -> Parameters.invalid(IDS, "must be given"));
        ViewerStates states = new ViewerStates(reader, userId, () -> RequestContext.isAbandoned(context));
        CachePolicy.forbidCaching(context.response());
        int items = ViewerStates.itemsInMemory(videoIds.size());
        Responses.largeJson(
                context, heavyReads, items, () -> states.read(videoIds).map(all -> new JsonObject().put("items", all)));
    }
}
