package io.github.viewtally.api.events;

import io.github.viewtally.api.events.EventLists.EventList;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.storage.VideoEvents;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code GET /videos/{videoId}/likes} and {@code /dislikes}: the users with this vote, by user id, from GSI1. */
public final class ListVideoVotesHandler implements Handler<RoutingContext> {

    private final EventLists lists;
    private final VoteType voteType;

    public ListVideoVotesHandler(EventLists lists, VoteType voteType) {
        this.lists = lists;
        this.voteType = voteType;
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, Set.of("limit", "cursor"));
        String videoId = parameters.id("videoId");
        String votes = Keys.voteOfVideoPrefix(voteType);
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(
                        Keys.GSI1PK + " = " + VideoEvents.PARTITION + " AND begins_with(" + Keys.GSI1SK + ", :votes)")
                .expressionAttributeValues(Map.of(
                        VideoEvents.PARTITION,
                        AttributeValue.fromS(Keys.video(videoId)),
                        ":votes",
                        AttributeValue.fromS(votes)))
                .build();
        lists.answer(
                context,
                parameters,
                new EventList(
                        Optional.of(videoId),
                        Keys.video(videoId),
                        query,
                        sort -> sort.startsWith(votes),
                        item -> EventItems.toVote(item).map(vote -> new JsonObject().put("userId", vote.userId()))));
    }
}
