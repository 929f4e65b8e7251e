package io.github.viewtally.api.storage;

import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Deletes the records of one user in quarantine. The quarantine has no index by user, so all of it is read. A call that
 * takes too long stops; the next call for the user in this process continues there.
 */
final class UserQuarantine {

    private static final int MAX_DELETED_PER_PAGE = 100;

    /**
     * The position at which the next call for a user continues.
     *
     * @param quarantine index in {@link Keys#QUARANTINES}
     */
    private record Position(int quarantine, Optional<Map<String, AttributeValue>> startAfter) {}

    private static final Position START = new Position(0, Optional.empty());

    private final TableReader reader;
    private final EventStore store;
    private final UserPositions<Position> positions = new UserPositions<>();

    UserQuarantine(TableReader reader, EventStore store) {
        this.reader = reader;
        this.store = store;
    }

    /** Deletes records and changes of the user until the deadline; returns whether all of the quarantine was read. */
    Future<Boolean> delete(String userId, long deadlineNanos) {
        Position position = positions.of(userId).orElse(START);
        return reader.page(query(userId, position), item -> keyIfOf(userId, item), MAX_DELETED_PER_PAGE)
                .compose(page -> store.delete(page.items(), deadlineNanos).compose(deleted -> {
                    if (deleted < page.items().size()) {
                        return Future.succeededFuture(false);
                    }
                    Position next = page.resumeAfter().isPresent()
                            ? new Position(position.quarantine(), page.resumeAfterKey())
                            : new Position(position.quarantine() + 1, Optional.empty());
                    if (next.quarantine() == Keys.QUARANTINES.size()) {
                        positions.remove(userId);
                        return Future.succeededFuture(true);
                    }
                    positions.put(userId, next);
                    return System.nanoTime() > deadlineNanos
                            ? Future.succeededFuture(false)
                            : delete(userId, deadlineNanos);
                }));
    }

    private static QueryRequest query(String userId, Position position) {
        String quarantine = Keys.quarantine(Keys.QUARANTINES.get(position.quarantine()));
        return QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :quarantine")
                .filterExpression("#userId = :userId OR begins_with(#item, :item) OR contains(#record, :key)")
                .expressionAttributeNames(Map.of("#userId", Keys.USER_ID, "#item", Keys.ITEM, "#record", Keys.RECORD))
                .expressionAttributeValues(Map.of(
                        ":quarantine", AttributeValue.fromS(quarantine),
                        ":userId", AttributeValue.fromS(userId),
                        ":item", AttributeValue.fromS(itemPrefix(userId)),
                        ":key", AttributeValue.fromS('"' + Keys.user(userId) + '"')))
                .consistentRead(true)
                .exclusiveStartKey(position.startAfter().orElse(null))
                .build();
    }

    /** Returns the key of a quarantined item that belongs to the user. The filter of the query may let others through. */
    private static Optional<ItemWrite.ItemKey> keyIfOf(String userId, Attributes item) {
        boolean isOfUser = item.text(Keys.USER_ID).filter(userId::equals).isPresent()
                || item.text(Keys.ITEM)
                        .filter(name -> name.startsWith(itemPrefix(userId)))
                        .isPresent()
                || item.text(Keys.RECORD)
                        .filter(record -> partitionOf(record).equals(Keys.user(userId)))
                        .isPresent();
        return isOfUser ? UserEraser.keyOf(item) : Optional.empty();
    }

    /** Returns the start of the name of each item in the partition of the user. */
    private static String itemPrefix(String userId) {
        return Keys.user(userId) + "/";
    }

    /** Returns the partition key in a stream record; empty if it has another format. */
    private static String partitionOf(String record) {
        try {
            JsonObject none = new JsonObject();
            return new JsonObject(record)
                    .getJsonObject("dynamodb", none)
                    .getJsonObject("Keys", none)
                    .getJsonObject(Keys.PK, none)
                    .getString("S", "");
        } catch (DecodeException | ClassCastException e) {
            return "";
        }
    }
}
