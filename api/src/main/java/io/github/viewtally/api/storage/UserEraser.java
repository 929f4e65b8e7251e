package io.github.viewtally.api.storage;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Erases users in steps of bounded work. The first steps delete the events. After the aggregators have subtracted these,
 * further steps delete the user as a viewer of videos, the hours of the user, the user's records in quarantine, and finally
 * the summary. Each step may be repeated at any time. Use it on the event loop of its context.
 */
public final class UserEraser {

    /** The maximum number of events that a step deletes. */
    public static final int MAX_EVENTS = 1_000;

    /** A step begins no further request to the table after this time. */
    private static final Duration MAX_STEP = Duration.ofSeconds(3);

    /**
     * The result of a step.
     *
     * @param deleted the number of deleted events
     * @param done whether nothing of the user was left
     * @param waits whether the next step must wait for the aggregators
     */
    public record Step(int deleted, boolean done, boolean waits) {

        /** A step that deleted no event and may be repeated at once. */
        static final Step MORE = new Step(0, false, false);

        /** A step that waits until the aggregators have counted deletions. */
        static final Step WAIT = new Step(0, false, true);
    }

    private final EventStore store;
    private final TableReader reader;
    private final UserQuarantine quarantine;
    private final ViewerRemoval viewers;
    private final SummaryRemoval summaries;
    private final HourRemoval hours;
    private final UserPositions<Map<String, AttributeValue>> positions = new UserPositions<>();

    public UserEraser(
            EventStore store, TableReader reader, DynamoDbAsyncClient dynamoDb, TableConfig table, Context context) {
        this.store = store;
        this.reader = reader;
        this.quarantine = new UserQuarantine(reader, store);
        this.viewers = new ViewerRemoval(dynamoDb, reader, table.name(), context);
        this.summaries = new SummaryRemoval(dynamoDb, table.name(), context);
        this.hours = new HourRemoval(store, reader, summaries, table.userStats());
    }

    /**
     * Executes the next step for a user. If a step finds so many viewers that it reaches no event and not the end, the next
     * one continues there.
     */
    public Future<Step> erase(String userId) {
        long deadlineNanos = System.nanoTime() + MAX_STEP.toNanos();
        Optional<Map<String, AttributeValue>> start = positions.of(userId);
        // A step that continues in the middle may miss events written before its start key, so it is not the last step.
        return eraseAfter(start, userId, deadlineNanos)
                .map(step -> new Step(step.deleted(), step.done() && start.isEmpty(), step.waits()));
    }

    private Future<Step> eraseAfter(Optional<Map<String, AttributeValue>> start, String userId, long deadlineNanos) {
        return reader.page(allItems(userId, start), UserEraser::keyToDelete, MAX_EVENTS)
                .compose(page -> {
                    if (page.items().isEmpty() && page.resumeAfter().isPresent()) {
                        if (System.nanoTime() < deadlineNanos) {
                            return eraseAfter(page.resumeAfterKey(), userId, deadlineNanos);
                        }
                        positions.put(userId, page.resumeAfterKey().orElseThrow());
                        return Future.succeededFuture(Step.MORE);
                    }
                    positions.remove(userId);
                    return page.items().isEmpty()
                            ? eraseRest(SummaryKey.user(userId), deadlineNanos)
                            : eraseEvents(page, deadlineNanos);
                });
    }

    private Future<Step> eraseEvents(ItemPage<ItemWrite.ItemKey> page, long deadlineNanos) {
        return store.delete(page.items(), deadlineNanos).map(deleted -> {
            boolean wereLast =
                    deleted == page.items().size() && page.resumeAfter().isEmpty();
            return new Step(deleted, false, wereLast);
        });
    }

    private Future<Step> eraseRest(SummaryKey user, long deadlineNanos) {
        return summaries.countsNoEvent(user).compose(counted -> {
            if (!counted) {
                return Future.succeededFuture(Step.WAIT);
            }
            return viewers.delete(user.id(), deadlineNanos)
                    .compose(finished ->
                            finished ? eraseWithoutViewers(user, deadlineNanos) : Future.succeededFuture(Step.MORE));
        });
    }

    /** Each deletion of a viewer has changed the number of videos, so it is checked after them. */
    private Future<Step> eraseWithoutViewers(SummaryKey user, long deadlineNanos) {
        return summaries
                .isPossible(user)
                .compose(counted -> counted
                        ? hours.delete(user.id(), deadlineNanos)
                        : Future.succeededFuture(Optional.of(Step.WAIT)))
                .compose(end -> end.isPresent()
                        ? Future.succeededFuture(end.get())
                        : eraseQuarantineAndSummary(user, deadlineNanos));
    }

    private Future<Step> eraseQuarantineAndSummary(SummaryKey user, long deadlineNanos) {
        return quarantine
                .delete(user.id(), deadlineNanos)
                .compose(finished -> finished
                        ? deleteAuditMarks(user, deadlineNanos)
                                .compose(deleted -> summaries.remove(user))
                                .map(done -> new Step(0, done, !done))
                        : Future.succeededFuture(Step.MORE));
    }

    /** The marks name the user. The summary and the hours that they ask to audit are deleted. */
    private Future<Integer> deleteAuditMarks(SummaryKey user, long deadlineNanos) {
        String names = Keys.partition(user) + "/";
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :due AND begins_with(" + Keys.SK + ", :names)")
                .expressionAttributeValues(Map.of(
                        ":due", AttributeValue.fromS(Keys.AUDIT_DUE),
                        ":names", AttributeValue.fromS(names)))
                .consistentRead(true)
                .build();
        return reader.page(query, UserEraser::keyOf, MAX_EVENTS).compose(page -> {
            // The id of another user may contain a slash, but no sort key does.
            List<ItemWrite.ItemKey> marks = page.items().stream()
                    .filter(mark -> mark.sort().lastIndexOf('/') == names.length() - 1)
                    .toList();
            return store.delete(marks, deadlineNanos);
        });
    }

    /** Reads with consistency, so that a step does not overlook an event that was acknowledged before. */
    private static QueryRequest allItems(String userId, Optional<Map<String, AttributeValue>> start) {
        return QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :user")
                .expressionAttributeValues(Map.of(":user", AttributeValue.fromS(Keys.user(userId))))
                .projectionExpression(String.join(", ", Keys.PK, Keys.SK, Keys.USER_ID, Keys.VIDEO_ID, "#type"))
                .expressionAttributeNames(Map.of("#type", Keys.TYPE))
                .consistentRead(true)
                .exclusiveStartKey(start.orElse(null))
                .limit(MAX_EVENTS + 1)
                .build();
    }

    /** The summary, the hours and the viewers are deleted later. */
    private static Optional<ItemWrite.ItemKey> keyToDelete(Attributes item) {
        return keyOf(item)
                .filter(key -> !key.sort().equals(Keys.SUMMARY)
                        && ViewerItems.toViewer(item).isEmpty()
                        && !key.sort().startsWith(Keys.hourSort("")));
    }

    static Optional<ItemWrite.ItemKey> keyOf(Attributes item) {
        return item.text(Keys.PK)
                .flatMap(partition -> item.text(Keys.SK).map(sort -> new ItemWrite.ItemKey(partition, sort)));
    }
}
