package io.github.viewtally.api.storage;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Deletes the viewers of a user without events. A viewer with views that time to live has removed stays in the number of
 * viewers of the video, as these views stay in its views. Each viewer is deleted in a transaction with the counters.
 */
final class ViewerRemoval {

    private static final int MAX_VIEWERS = 1_000;

    private final DynamoDbAsyncClient dynamoDb;
    private final TableReader reader;
    private final String tableName;
    private final Context context;

    private record StoredViewer(Viewer viewer, boolean isExpired) {}

    ViewerRemoval(DynamoDbAsyncClient dynamoDb, TableReader reader, String tableName, Context context) {
        this.dynamoDb = dynamoDb;
        this.reader = reader;
        this.tableName = tableName;
        this.context = context;
    }

    /** Deletes viewers until the deadline; returns whether none is left. */
    Future<Boolean> delete(String userId, long deadlineNanos) {
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :user AND begins_with(" + Keys.SK + ", :videos)")
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromS(Keys.user(userId)),
                        ":videos", AttributeValue.fromS(Keys.EVENTS_OF_USER)))
                .consistentRead(true)
                .build();
        return reader.page(query, ViewerRemoval::read, MAX_VIEWERS)
                .compose(page -> deleteAll(page.items().iterator(), deadlineNanos)
                        .map(all -> all && page.resumeAfter().isEmpty()));
    }

    private static Optional<StoredViewer> read(Attributes item) {
        return ViewerItems.toViewer(item).map(viewer -> new StoredViewer(viewer, ViewerItems.isExpired(item)));
    }

    private Future<Boolean> deleteAll(Iterator<StoredViewer> viewers, long deadlineNanos) {
        if (!viewers.hasNext()) {
            return Future.succeededFuture(true);
        }
        if (System.nanoTime() > deadlineNanos) {
            return Future.succeededFuture(false);
        }
        return delete(viewers.next())
                .compose(deleted -> deleted ? deleteAll(viewers, deadlineNanos) : Future.succeededFuture(false));
    }

    /** Returns whether the viewer is deleted; false if it has changed, or if another transaction writes one of the items. */
    private Future<Boolean> delete(StoredViewer stored) {
        Viewer viewer = stored.viewer();
        TransactWriteItem deletion = TransactWriteItem.builder()
                .delete(delete -> delete.tableName(tableName)
                        .key(ViewerItems.key(viewer))
                        .conditionExpression(
                                stored.isExpired()
                                        ? "attribute_exists(" + Keys.EXPIRED + ")"
                                        : ViewerItems.IS_UNEXPIRED))
                .build();
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(
                        deletion,
                        add(viewer.user(), Keys.VIDEOS, -1),
                        stored.isExpired()
                                ? add(viewer.video(), Keys.EXPIRED_VIEWERS, 1)
                                : add(viewer.video(), Keys.VIEWERS, -1))
                .build();
        return CallFutures.of(dynamoDb.transactWriteItems(request), context)
                .map(true)
                .recover(failure -> DynamoDbErrors.unwrap(failure) instanceof TransactionCanceledException
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private TransactWriteItem add(SummaryKey summary, String counter, int change) {
        return TransactWriteItem.builder()
                .update(ViewerItems.add(tableName, summary, counter, change))
                .build();
    }
}
