package io.github.viewtally.api.summaries;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code GET /summaries/videos} and {@code GET /summaries/users}: the totals of the given ids, or of all by views. */
public final class ListSummariesHandler implements Handler<RoutingContext> {

    private static final int MAX_IDS = 100;
    private static final List<String> ORDERS = List.of("views");
    private static final Set<String> PARAMETERS = Set.of("ids", "order", "limit", "cursor");
    private static final Set<String> LISTS = Set.of("ids");

    private final TableReader reader;
    private final TopList top;
    private final Cursors cursors;
    private final CachedResponder responder;
    private final HeavyReads heavyReads;
    private final SummaryKey.Kind kind;

    public ListSummariesHandler(
            TableReader reader,
            RankIndex index,
            Cursors cursors,
            CachedResponder responder,
            HeavyReads heavyReads,
            SummaryKey.Kind kind) {
        this.reader = reader;
        this.top = new TopList(index, reader);
        this.cursors = cursors;
        this.responder = responder;
        this.heavyReads = heavyReads;
        this.kind = kind;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, PARAMETERS, LISTS);
        Optional<List<String>> ids = parameters.ids("ids", MAX_IDS);
        if (ids.isPresent() && parameters.text("cursor").isPresent()) {
            throw Parameters.invalid("cursor", "does not go with ids, which are answered all at once");
        }
        parameters.oneOf("order", ORDERS);
        if (ids.isPresent() && parameters.text("order").isPresent()) {
            throw Parameters.invalid("order", "does not go with ids, which are answered in their order");
        }
        int limit = parameters.limit("limit", MAX_IDS, MAX_IDS);
        if (ids.isPresent()) {
            answer(context, "ids=" + String.join(",", ids.get()), ids.get().size(), () -> some(ids.get()));
        } else {
            String from =
                    parameters.text("cursor").map(cursor -> "&cursor=" + cursor).orElse("");
            answer(context, "limit=" + limit + from, RankSegment.MAX_ENTRIES, () -> all(context, parameters, limit));
        }
    }

    private void answer(RoutingContext context, String query, int items, Supplier<Future<JsonObject>> body) {
        responder.respond(
                context,
                kind + "?" + query,
                () -> heavyReads.run(items, () -> body.get().compose(json -> context.vertx()
                        .executeBlocking(() -> CachedResponse.compressible(json), false))));
    }

    private Future<JsonObject> some(List<String> ids) {
        return reader.summaries(ids.stream().map(id -> new SummaryKey(kind, id)).toList())
                .map(summaries -> body(summaries, Optional.empty()));
    }

    private Future<JsonObject> all(RoutingContext context, Parameters parameters, int limit) {
        // There is only one order, so the response and its cursor do not depend on the parameter.
        String request = context.normalizedPath();
        PageToken start = parameters
                .text("cursor")
                .map(cursor -> PageToken.of(cursors.decode(request, cursor, PageToken.TEXTS)))
                .orElse(PageToken.START);
        return top.page(context.vertx(), kind, start, limit)
                .map(page ->
                        body(page.items(), page.next().map(position -> cursors.encode(request, position.texts()))));
    }

    private static JsonObject body(List<Summary> summaries, Optional<String> nextCursor) {
        JsonArray items = new JsonArray();
        summaries.forEach(summary -> items.add(SummaryJson.of(summary)));
        return new JsonObject().put("items", items).put("nextCursor", nextCursor.orElse(null));
    }
}
