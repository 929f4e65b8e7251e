package io.github.viewtally.api.summaries;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /videos/{videoId}/summary} and {@code GET /users/{userId}/summary}: the totals of one video or user. */
public final class GetSummaryHandler implements Handler<RoutingContext> {

    private final TableReader reader;
    private final CachedResponder responder;
    private final SummaryKey.Kind kind;
    private final String keyPrefix;

    public GetSummaryHandler(TableReader reader, CachedResponder responder, SummaryKey.Kind kind) {
        this.reader = reader;
        this.responder = responder;
        this.kind = kind;
        this.keyPrefix = kind + "/";
    }

    @Override
    public void handle(RoutingContext context) {
        String id = Parameters.of(context, Set.of()).id(Keys.idAttribute(kind));
        responder.respond(context, keyPrefix + id, () -> reader.summary(new SummaryKey(kind, id))
                .map(summary -> CachedResponse.small(SummaryJson.of(summary))));
    }
}
