package io.github.viewtally.api.events;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.EventStore;
import io.github.viewtally.model.View;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /views}: stores a view and responds with it, including its timestamp. */
public final class RecordViewHandler implements Handler<RoutingContext> {

    private final EventStore store;
    private final ViewPolicy policy;

    public RecordViewHandler(EventStore store, ViewPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters.of(context, Set.of());
        View view = ViewBody.read(JsonFields.parse(context.body().buffer()), policy);
        AccessPolicy.requireMayWrite(context, view.userId());
        store.put(view)
                .onSuccess(stored -> Responses.json(context, 201, ViewBody.toJson(stored)))
                .onFailure(context::fail);
    }
}
