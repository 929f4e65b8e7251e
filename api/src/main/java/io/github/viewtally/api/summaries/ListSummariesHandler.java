package io.github.viewtally.api.summaries;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code GET /summaries/videos} and {@code GET /summaries/users}: the totals of the given ids, or of all in an order. */
public final class ListSummariesHandler implements Handler<RoutingContext> {

    private static final int MAX_IDS = 100;
    private static final String TRENDING = "trending";
    private static final Set<String> PARAMETERS = Set.of("ids", "order", "limit", "cursor");
    private static final Set<String> LISTS = Set.of("ids");

    private final TableReader reader;
    private final TopList top;
    private final Cursors cursors;
    private final CachedResponder responder;
    private final HeavyReads heavyReads;
    private final SummaryKey.Kind kind;
    private final HalfLife halfLife;
    private final InstantSource clock;

    /** Creates the handler of a kind. Only videos have an order by trend. */
    public ListSummariesHandler(
            TableReader reader,
            RankIndex index,
            Cursors cursors,
            CachedResponder responder,
            HeavyReads heavyReads,
            SummaryKey.Kind kind,
            HalfLife halfLife,
            InstantSource clock) {
        this.reader = reader;
        this.top = new TopList(index, reader);
        this.cursors = cursors;
        this.responder = responder;
        this.heavyReads = heavyReads;
        this.kind = kind;
        this.halfLife = halfLife;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, PARAMETERS, LISTS);
        Optional<List<String>> ids = parameters.ids("ids", MAX_IDS);
        if (ids.isPresent() && parameters.text("cursor").isPresent()) {
            throw Parameters.invalid("cursor", "does not go with ids, which are answered all at once");
        }
        boolean isTrending = parameters
                .oneOf("order", kind == SummaryKey.Kind.VIDEO ? List.of("views", TRENDING) : List.of("views"))
                .equals(TRENDING);
        if (ids.isPresent() && parameters.text("order").isPresent()) {
            throw Parameters.invalid("order", "does not go with ids, which are answered in their order");
        }
        int limit = parameters.limit("limit", MAX_IDS, MAX_IDS);
        if (ids.isPresent()) {
            answer(context, "ids=" + String.join(",", ids.get()), ids.get().size(), () -> some(ids.get()));
        } else {
            String from =
                    parameters.text("cursor").map(cursor -> "&cursor=" + cursor).orElse("");
            SummaryOrder order = isTrending ? new SummaryOrder.ByTrend(halfLife) : new SummaryOrder.ByViews(kind);
            answer(
                    context,
                    order.cursorScope() + "limit=" + limit + from,
                    RankSegment.MAX_ENTRIES,
                    () -> all(context, order, parameters, limit));
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
                .map(summaries -> body(summaries.stream().map(SummaryJson::of), Optional.empty()));
    }

    private Future<JsonObject> all(RoutingContext context, SummaryOrder order, Parameters parameters, int limit) {
        // A cursor belongs to a list and its order, so it does not depend on how the order was asked for.
        String request = context.normalizedPath() + order.cursorScope();
        PageToken start = parameters
                .text("cursor")
                .map(cursor -> PageToken.of(order, cursors.decode(request, cursor, PageToken.TEXTS)))
                .orElse(PageToken.START);
        Instant now = clock.instant();
        return top.page(context.vertx(), order, start, limit)
                .map(page -> body(
                        page.items().stream().map(summary -> order.json(summary, now)),
                        page.next().map(position -> cursors.encode(request, position.texts(order)))));
    }

    private static JsonObject body(Stream<JsonObject> summaries, Optional<String> nextCursor) {
        return new JsonObject()
                .put("items", new JsonArray(summaries.toList()))
                .put("nextCursor", nextCursor.orElse(null));
    }
}
