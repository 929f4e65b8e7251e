package io.github.viewtally.api.events;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.limits.ClientRateLimiter;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.ProblemHandler;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.EventStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /events}: stores up to 500 views and votes. Valid events are stored even if others are not; the response
 * lists the rejected ones with the reason. If two events have the same key, the later one wins. If the table fails for
 * all events, the response is 503, and the client may send the request again.
 */
public final class RecordEventsHandler implements Handler<RoutingContext> {

    private final EventStore store;
    private final ViewPolicy policy;

    public RecordEventsHandler(EventStore store, ViewPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters.of(context, Set.of());
        List<BatchEntry> entries = EventsBody.parse(context.body().buffer(), policy);
        ClientRateLimiter.takeRest(context, entries.size());
        List<? extends Future<?>> stored = entries.stream()
                .map(entry -> entry.checkAccess(userId -> AccessPolicy.mayWrite(context, userId)))
                .map(entry -> entry.store(store))
                .toList();
        Future.join(stored).onComplete(ended -> respond(context, stored));
    }

    private static void respond(RoutingContext context, List<? extends Future<?>> stored) {
        JsonArray rejected = new JsonArray();
        Throwable unavailable = null;
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i).failed()) {
                Throwable failure = stored.get(i).cause();
                Problem problem = ProblemHandler.problemOf(failure);
                rejected.add(new JsonObject().put("index", i).put("problem", problem.toJson()));
                if (problem.status() >= 500 && unavailable == null) {
                    unavailable = failure;
                }
            }
        }
        if (rejected.size() == stored.size() && unavailable != null) {
            context.fail(unavailable);
            return;
        }
        if (unavailable != null) {
            ProblemHandler.log(context, unavailable);
        }
        Responses.json(
                context,
                200,
                new JsonObject()
                        .put("accepted", stored.size() - rejected.size())
                        .put("rejected", rejected));
    }
}
