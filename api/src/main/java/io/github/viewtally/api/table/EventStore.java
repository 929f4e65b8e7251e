package io.github.viewtally.api.table;

import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores and removes events. A future that succeeds says that DynamoDB has acknowledged; one that fails says that nothing
 * more is being tried. To be used on the event loop of the given context.
 */
public final class EventStore {

    private static final int MOST_UNDER_WAY = 5_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DynamoDbAsyncClient dynamoDb;
    private final String tableName;
    private final Context context;
    private final OrderedWrites writes = new OrderedWrites(MOST_UNDER_WAY, LONGEST_WAIT);

    public EventStore(DynamoDbAsyncClient dynamoDb, String tableName, Context context) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.context = context;
    }

    /** Stores a view; one of the same user, video and timestamp is replaced. */
    public Future<View> put(View view) {
        return writes.inTurn(
                        viewKey(view.userId(), view.videoId(), view.timestamp()), () -> put(EventItems.toItem(view)))
                .map(view);
    }

    /** Stores a vote; the user's earlier vote on the video is replaced. */
    public Future<Vote> put(Vote vote) {
        return writes.inTurn(voteKey(vote.userId(), vote.videoId()), () -> put(EventItems.toItem(vote)))
                .map(vote);
    }

    /** Removes a vote; succeeds too if there is none. */
    public Future<Void> deleteVote(String userId, String videoId) {
        return writes.inTurn(voteKey(userId, videoId), () -> delete(EventItems.voteKey(userId, videoId)));
    }

    /** Removes a view, in whichever form its timestamp was written; succeeds too if there is none. */
    public Future<Void> deleteView(String userId, String videoId, Instant timestamp) {
        List<String> forms = new ArrayList<>(Timestamps.shorterForms(timestamp));
        forms.add(Timestamps.format(timestamp));
        return writes.inTurn(viewKey(userId, videoId, Timestamps.format(timestamp)), () -> Future.join(forms.stream()
                        .map(form -> delete(EventItems.viewKey(userId, videoId, form)))
                        .toList())
                .mapEmpty());
    }

    private static String viewKey(String userId, String videoId, String timestamp) {
        return userId + "#" + videoId + "#" + timestamp;
    }

    private static String voteKey(String userId, String videoId) {
        return userId + "#" + videoId;
    }

    private Future<Void> put(Map<String, AttributeValue> item) {
        return ended(dynamoDb.putItem(request -> request.tableName(tableName).item(item)));
    }

    private Future<Void> delete(Map<String, AttributeValue> key) {
        return ended(dynamoDb.deleteItem(request -> request.tableName(tableName).key(key)));
    }

    private Future<Void> ended(CompletionStage<?> call) {
        return Future.fromCompletionStage(call, context).mapEmpty();
    }
}
