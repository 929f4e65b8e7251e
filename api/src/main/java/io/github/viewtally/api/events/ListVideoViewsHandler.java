package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.storage.VideoEvents;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code GET /videos/{videoId}/views}: the views of a video, by time, from GSI1. */
public final class ListVideoViewsHandler implements Handler<RoutingContext> {

    private static final Set<String> PARAMETERS = Set.of("from", "to", "order", "limit", "cursor");

    private final EventLists lists;

    public ListVideoViewsHandler(EventLists lists) {
        this.lists = lists;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, PARAMETERS);
        String videoId = parameters.id("videoId");
        ViewRange range = ViewRange.read(parameters);
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(
                        Keys.GSI1PK + " = " + VideoEvents.PARTITION + " AND " + Keys.GSI1SK + " BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        VideoEvents.PARTITION,
                        AttributeValue.fromS(Keys.video(videoId)),
                        ":from",
                        AttributeValue.fromS(range.firstKey()),
                        ":to",
                        AttributeValue.fromS(range.lastKey())))
                .scanIndexForward(
                        parameters.oneOf("order", List.of("asc", "desc")).equals("asc"))
                .build();
        lists.answer(
                context,
                parameters,
                new EventList(
                        Optional.of(videoId), Keys.video(videoId), query, range::holdsKey, item -> EventItems.toView(
                                        item)
                                .filter(view -> range.holds(view.timestamp()))
                                .map(ViewBody::toJsonOfVideo)));
    }
}
