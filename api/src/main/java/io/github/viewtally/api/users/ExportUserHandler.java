package io.github.viewtally.api.users;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.storage.TableReader;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /users/{userId}/export}: all views and votes of a user and the totals, as lines of JSON. */
public final class ExportUserHandler implements Handler<RoutingContext> {

    private final TableReader reader;
    private final HeavyReads heavyReads;

    public ExportUserHandler(TableReader reader, HeavyReads heavyReads) {
        this.reader = reader;
        this.heavyReads = heavyReads;
    }

    @Override
    public void handle(RoutingContext context) {
        String userId = Parameters.of(context, Set.of()).id("userId");
        new UserExport(context, userId, reader, heavyReads).start();
    }
}
