package io.github.viewtally.api.events;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.Responses;
import io.github.viewtally.api.storage.ItemPage;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.api.storage.VideoEvents;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Responds with a page of a list of events. */
public final class EventLists {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** Smallest number of items that a query reads. If most items are filtered out, a page then takes fewer queries. */
    private static final int MIN_READ = 50;

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";

    private final TableReader reader;
    private final VideoEvents videoEvents;
    private final Cursors cursors;
    private final HeavyReads heavyReads;

    public EventLists(TableReader reader, VideoEvents videoEvents, Cursors cursors, HeavyReads heavyReads) {
        this.reader = reader;
        this.videoEvents = videoEvents;
        this.cursors = cursors;
        this.heavyReads = heavyReads;
    }

    /**
     * A list of events.
     *
     * @param videoId the video whose events are read from GSI1; empty for a list that is read from the table
     * @param partition the partition to read, and the prefix of the sort keys of a video's events
     * @param range whether the query can return an item of this sort key
     * @param read converts an item to JSON; empty for an item that is not an event
     */
    public record EventList(
            Optional<String> videoId,
            String partition,
            QueryRequest query,
            Predicate<String> range,
            Function<Attributes, Optional<JsonObject>> read) {

        /** Returns the list of a user's events of one type. Their sort keys are mixed with those of the other type. */
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

        /**
         * Returns a list of users of a video, by user id.
         *
         * @param prefix the start of the sort keys of the items in GSI1
         * @param userId reads the user of an item; empty for an item of another kind
         */
        static EventList usersOf(String videoId, String prefix, Function<Attributes, Optional<String>> userId) {
            QueryRequest query = QueryRequest.builder()
                    .keyConditionExpression(Keys.GSI1PK + " = " + VideoEvents.PARTITION + " AND begins_with("
                            + Keys.GSI1SK + ", :prefix)")
                    .expressionAttributeValues(Map.of(
                            VideoEvents.PARTITION,
                            AttributeValue.fromS(Keys.video(videoId)),
                            ":prefix",
                            AttributeValue.fromS(prefix)))
                    .build();
            return new EventList(
                    Optional.of(videoId),
                    Keys.video(videoId),
                    query,
                    sort -> sort.startsWith(prefix),
                    item -> userId.apply(item).map(id -> new JsonObject().put("userId", id)));
        }
    }

    /** Responds with a page of the list. {@code limit} and {@code cursor} come from the query. */
    public void answer(RoutingContext context, Parameters parameters, EventList list) {
        int limit = parameters.limit(LIMIT, DEFAULT_LIMIT, MAX_LIMIT);
        String request = requestOf(context);
        QueryRequest.Builder query = list.query().toBuilder().limit(Math.max(limit + 1, MIN_READ));
        parameters
                .text(CURSOR)
                .map(cursor -> StartKeys.of(list, cursors.decode(request, cursor, StartKeys.count(list))))
                .ifPresent(query::exclusiveStartKey);
        Responses.largeJson(context, heavyReads, limit, () -> page(list, query.build(), limit)
                .map(page -> toJson(page, list, request)));
    }

    private Future<ItemPage<JsonObject>> page(EventList list, QueryRequest query, int limit) {
        return list.videoId()
                .map(videoId -> videoEvents.page(videoId, query, list.read(), limit))
                .orElseGet(() -> reader.page(query, list.read(), limit));
    }

    /** Returns the request that a cursor is bound to: path and query, without {@code limit} and {@code cursor}. */
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
