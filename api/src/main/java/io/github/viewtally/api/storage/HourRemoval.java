package io.github.viewtally.api.storage;

import io.github.viewtally.api.storage.UserEraser.Step;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Deletes the hours of a user without events. While the aggregators count hours of users, an hour is deleted only if it counts
 * no event: until then an aggregator has deletions to subtract, and would write the hour again. Otherwise the hours are what
 * was counted earlier, and nobody changes them.
 */
final class HourRemoval {

    private static final int MAX_HOURS = 1_000;

    /** The maximum number of deletions in flight. */
    private static final int MAX_IN_FLIGHT = 20;

    private final EventStore store;
    private final TableReader reader;
    private final SummaryRemoval summaries;
    private final boolean areCounted;

    /**
     * Creates a removal.
     *
     * @param areCounted whether the aggregators count the hours of users
     */
    HourRemoval(EventStore store, TableReader reader, SummaryRemoval summaries, boolean areCounted) {
        this.store = store;
        this.reader = reader;
        this.summaries = summaries;
        this.areCounted = areCounted;
    }

    /** Deletes hours until the deadline; returns the step that ends here, or nothing if no hour is left. */
    Future<Optional<Step>> delete(String userId, long deadlineNanos) {
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :user AND begins_with(" + Keys.SK + ", :hours)")
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromS(Keys.user(userId)),
                        ":hours", AttributeValue.fromS(Keys.hourSort(""))))
                .consistentRead(true)
                .build();
        return reader.page(query, UserEraser::keyOf, MAX_HOURS).compose(page -> deleteAll(page.items(), deadlineNanos)
                .map(end -> end.isEmpty() && page.resumeAfter().isPresent() ? Optional.of(Step.MORE) : end));
    }

    private Future<Optional<Step>> deleteAll(List<ItemWrite.ItemKey> hours, long deadlineNanos) {
        return areCounted
                ? deleteIfZero(hours, deadlineNanos)
                : store.delete(hours, deadlineNanos)
                        .map(deleted -> deleted == hours.size() ? Optional.empty() : Optional.of(Step.MORE));
    }

    private Future<Optional<Step>> deleteIfZero(List<ItemWrite.ItemKey> hours, long deadlineNanos) {
        if (hours.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        if (System.nanoTime() > deadlineNanos) {
            return Future.succeededFuture(Optional.of(Step.MORE));
        }
        int end = Math.min(hours.size(), MAX_IN_FLIGHT);
        List<Future<Boolean>> deleted = hours.subList(0, end).stream()
                .map(hour -> summaries.remove(EventItems.key(hour.partition(), hour.sort())))
                .toList();
        return Future.all(deleted)
                .compose(all -> deleted.stream().allMatch(Future::result)
                        ? deleteIfZero(hours.subList(end, hours.size()), deadlineNanos)
                        : Future.succeededFuture(Optional.of(Step.WAIT)));
    }
}
