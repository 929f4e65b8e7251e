package io.github.viewtally.api.summaries;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /videos/{videoId}/summary} and {@code GET /users/{userId}/summary}: the totals of one video or user. */
public final class GetSummaryHandler implements Handler<RoutingContext> {

    private final TableReader reader;
    private final CachedResponder responder;
    private final SummaryKey.Kind kind;

    public GetSummaryHandler(TableReader reader, CachedResponder responder, SummaryKey.Kind kind) {
        this.reader = reader;
        this.responder = responder;
        this.kind = kind;
    }

    @Override
    public void handle(RoutingContext context) {
        SummaryKey summary =
                new SummaryKey(kind, Parameters.of(context, Set.of()).id(Keys.idAttribute(kind)));
        responder.respond(context, cacheKey(summary), () -> read(reader, summary));
    }

    /** Returns the key of the response in the cache, which polls and live streams share. */
    static String cacheKey(SummaryKey summary) {
        return summary.kind() + "/" + summary.id();
    }

    static Future<CachedResponse> read(TableReader reader, SummaryKey summary) {
        return reader.summary(summary).map(totals -> CachedResponse.small(SummaryJson.of(totals)));
    }
}
