package io.github.viewtally.api.storage;

import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Stores and removes events. A future that succeeds says that DynamoDB has acknowledged; one that fails says that nothing
 * more is being tried. To be used on the event loop of the given context.
 */
public final class EventStore {

    private final WriteQueue queue;

    /**
     * Over a table.
     *
     * @param dynamoDb which does not try again by itself
     */
    public EventStore(DynamoDbAsyncClient dynamoDb, TableConfig table, Context context) {
        queue = new WriteQueue(new BatchWriter(dynamoDb, table.name(), context), context, table.writes());
    }

    /** Stores a view; one of the same user, video and timestamp is replaced. */
    public Future<View> put(View view) {
        return queue.submit(ItemWrite.put(EventItems.toItem(view))).map(view);
    }

    /** Stores a vote; the user's earlier vote on the video is replaced. */
    public Future<Vote> put(Vote vote) {
        return queue.submit(ItemWrite.put(EventItems.toItem(vote))).map(vote);
    }

    /** Removes a vote; succeeds too if there is none. */
    public Future<Void> deleteVote(String userId, String videoId) {
        return queue.submit(ItemWrite.delete(EventItems.voteKey(userId, videoId)));
    }

    /**
     * Removes a view, however its timestamp is spelled in the table; succeeds too if there is none. It deletes by at most
     * 21 keys: each spelling in UTC with none to nine fractional digits, and the one that was given.
     *
     * @param timestamp the instant that {@code given} names
     * @param given the timestamp as the client spells it, perhaps with another offset
     */
    public Future<Void> deleteView(String userId, String videoId, Instant timestamp, String given) {
        Set<String> spellings = new LinkedHashSet<>(Timestamps.spellings(timestamp));
        spellings.add(given);
        return Future.join(spellings.stream()
                        .map(spelling -> queue.submit(ItemWrite.delete(EventItems.viewKey(userId, videoId, spelling))))
                        .toList())
                .mapEmpty();
    }

    /** How many writes are begun or wait. */
    public int writes() {
        return queue.writes();
    }
}
