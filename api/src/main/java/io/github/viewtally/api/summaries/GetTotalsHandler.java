package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.SiteItems;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /totals}: the totals of all videos and users together. */
public final class GetTotalsHandler implements Handler<RoutingContext> {

    private final TableReader reader;
    private final CachedResponder responder;

    public GetTotalsHandler(TableReader reader, CachedResponder responder) {
        this.reader = requireNonNull(reader, "reader");
        this.responder = requireNonNull(responder, "responder");
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters.of(context, Set.of());
        responder.respond(context, "totals", () -> reader.summaries(SiteItems.buckets())
                .map(buckets -> buckets.stream().map(Summary::totals).reduce(Totals.ZERO, Totals::plus))
                .map(totals -> CachedResponse.small(SummaryJson.withTotals(new JsonObject(), totals))));
    }
}
