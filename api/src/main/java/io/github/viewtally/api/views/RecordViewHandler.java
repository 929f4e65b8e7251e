package io.github.viewtally.api.views;

import io.github.viewtally.api.http.Answers;
import io.github.viewtally.api.http.JsonFields;
import io.github.viewtally.api.http.Parameters;
import io.github.viewtally.api.table.EventStore;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** {@code POST /views}: stores a view and answers with it, its timestamp filled in. */
public final class RecordViewHandler implements Handler<RoutingContext> {

    private final EventStore store;
    private final Supplier<Instant> clock;

    public RecordViewHandler(EventStore store, Supplier<Instant> clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters.of(context, Set.of());
        store.put(ViewBody.read(JsonFields.parse(context.body().buffer()), clock))
                .onSuccess(view -> Answers.json(context, 201, ViewBody.toJson(view)))
                .onFailure(context::fail);
    }
}
