package io.github.viewtally.api.users;

import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads what one user did with some videos, from the user's events. The reads are consistent, so a response contains every
 * event that was acknowledged before the request. A few videos are read at the same time, each in pages, newest event first.
 */
final class ViewerStates {

    /** Videos that one request reads at the same time. */
    private static final int PARALLEL = 4;

    private static final int EVENTS_PER_PAGE = 100;
    private static final int MAX_PAGES = 10;

    private static final Map<String, String> ATTRIBUTES = Map.of(
            "#type", Keys.TYPE,
            "#user", Keys.USER_ID,
            "#video", Keys.VIDEO_ID,
            "#duration", Keys.DURATION,
            "#counts", Keys.COUNTS,
            "#vote", Keys.VOTE_TYPE);
    private static final String PROJECTION =
            String.join(", ", Keys.PK, Keys.SK, "#type", "#user", "#video", "#duration", "#counts", "#vote");

    private final TableReader reader;
    private final String userId;
    private final BooleanSupplier cancelled;
    private final Map<String, JsonObject> states = new HashMap<>();

    /**
     * Creates the reader of one request.
     *
     * @param cancelled whether nobody waits for the result any more; then no further page is read
     */
    ViewerStates(TableReader reader, String userId, BooleanSupplier cancelled) {
        this.reader = reader;
        this.userId = userId;
        this.cancelled = cancelled;
    }

    /** Returns the number of items that are in memory at the same time at most. */
    static int itemsInMemory(int videos) {
        return Math.min(videos, PARALLEL) * EVENTS_PER_PAGE + videos;
    }

    /** Returns the state of each video, in the given order. The ids must be distinct. */
    Future<JsonArray> read(List<String> videoIds) {
        Iterator<String> next = videoIds.iterator();
        List<Future<Void>> readers =
                Stream.generate(() -> readRest(next)).limit(PARALLEL).toList();
        return Future.join(readers)
                .map(all -> new JsonArray(videoIds.stream().map(states::get).toList()));
    }

    private Future<Void> readRest(Iterator<String> next) {
        if (!next.hasNext()) {
            return Future.succeededFuture();
        }
        String videoId = next.next();
        return readOn(videoId, ViewerState.NONE, Optional.empty(), MAX_PAGES)
                .onSuccess(state -> states.put(videoId, state))
                .compose(state -> readRest(next));
    }

    private Future<JsonObject> readOn(
            String videoId, ViewerState before, Optional<Map<String, AttributeValue>> startAfter, int pagesLeft) {
        if (cancelled.getAsBoolean()) {
            return Future.failedFuture(
                    Problem.unavailable("The response takes too long.").asException());
        }
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :user AND begins_with(" + Keys.SK + ", :events)")
                .projectionExpression(PROJECTION)
                .expressionAttributeNames(ATTRIBUTES)
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromS(Keys.user(userId)),
                        ":events", AttributeValue.fromS(Keys.eventsOfVideo(videoId))))
                .consistentRead(true)
                // The vote comes first, and then the newest view.
                .scanIndexForward(false)
                .limit(EVENTS_PER_PAGE + 1)
                .exclusiveStartKey(startAfter.orElse(null))
                .build();
        return reader.page(query, item -> ViewerState.ofEvent(item, videoId), EVENTS_PER_PAGE)
                .compose(page -> {
                    ViewerState state = page.items().stream().reduce(before, ViewerState::plus);
                    return page.resumeAfter().isPresent() && pagesLeft > 1
                            ? readOn(videoId, state, page.resumeAfterKey(), pagesLeft - 1)
                            : Future.succeededFuture(
                                    state.toJson(videoId, page.resumeAfter().isEmpty()));
                });
    }
}
