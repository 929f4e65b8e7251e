package io.github.viewtally.api.events;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.ItemPage;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Answers a request for a list of events, page by page. */
public final class EventLists {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** Where most items are filtered out, a page takes fewer queries if each reads some more. */
    private static final int LEAST_READ = 50;

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";

    private final TableReader reader;
    private final Cursors cursors;
    private final HeavyReads heavyReads;

    public EventLists(TableReader reader, Cursors cursors, HeavyReads heavyReads) {
        this.reader = reader;
        this.cursors = cursors;
        this.heavyReads = heavyReads;
    }

    /**
     * A list of events.
     *
     * @param index the index it is read from; empty for the table itself
     * @param partition the partition it is read from
     * @param range whether the query may find an item of this sort key
     * @param read an item as the JSON of an element; empty if it is none
     */
    public record EventList(
            Optional<String> index,
            String partition,
            QueryRequest query,
            Predicate<String> range,
            Function<Attributes, Optional<JsonObject>> read) {

        /** A user's events of one type, among which those of the other type stand. */
        public static EventList ofUser(String userId, String type, Function<Attributes, Optional<JsonObject>> read) {
            String user = Keys.user(userId);
            QueryRequest query = QueryRequest.builder()
                    .keyConditionExpression(Keys.PK + " = :user AND begins_with(" + Keys.SK + ", :events)")
                    .filterExpression("#type = :type")
                    .expressionAttributeNames(Map.of("#type", Keys.TYPE))
                    .expressionAttributeValues(Map.of(
                            ":user", AttributeValue.fromS(user),
                            ":events", AttributeValue.fromS(Keys.EVENTS_OF_USER),
                            ":type", AttributeValue.fromS(type)))
                    .build();
            return new EventList(Optional.empty(), user, query, sort -> sort.startsWith(Keys.EVENTS_OF_USER), read);
        }
    }

    /** Answers with a page of the list; {@code limit} and {@code cursor} are taken from the query. */
    public void answer(RoutingContext context, Parameters parameters, EventList list) {
        int limit = parameters.limit(LIMIT, DEFAULT_LIMIT, MAX_LIMIT);
        String request = requestOf(context);
        QueryRequest.Builder query = list.query().toBuilder().limit(Math.max(limit + 1, LEAST_READ));
        list.index().ifPresent(query::indexName);
        parameters
                .text(CURSOR)
                .map(cursor -> StartKeys.of(list, cursors.decode(request, cursor, StartKeys.count(list))))
                .ifPresent(query::exclusiveStartKey);
        heavyReads
                .run(limit, () -> reader.page(query.build(), list.read(), limit)
                        .map(page -> toJson(page, list, request))
                        .compose(json -> context.vertx().executeBlocking(json::toBuffer, false)))
                .onSuccess(body -> {
                    heavyReads.hold(context, body.length());
                    Responses.json(context, body);
                })
                .onFailure(context::fail);
    }

    /** What a cursor belongs to: the path and the query, but for how much is asked for at a time and from where. */
    public static String requestOf(RoutingContext context) {
        StringBuilder request = new StringBuilder(context.normalizedPath());
        context.queryParams().entries().stream()
                .filter(entry ->
                        !entry.getKey().equals(LIMIT) && !entry.getKey().equals(CURSOR))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        request.append('\n').append(entry.getKey()).append('=').append(entry.getValue()));
        return request.toString();
    }

    private JsonObject toJson(ItemPage<JsonObject> page, EventList list, String request) {
        return new JsonObject()
                .put("items", new JsonArray(TimeOrder.of(page.items(), isAscending(list.query()))))
                .put(
                        "nextCursor",
                        page.resumeAfter()
                                .map(key -> cursors.encode(request, StartKeys.texts(list, key)))
                                .orElse(null));
    }

    private static boolean isAscending(QueryRequest query) {
        return !Boolean.FALSE.equals(query.scanIndexForward());
    }
}
