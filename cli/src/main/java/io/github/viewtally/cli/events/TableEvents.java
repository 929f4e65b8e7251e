package io.github.viewtally.cli.events;

import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts items to the records of a file. */
public final class TableEvents {
    /** Why an item without a record is not read. */
    public static final String UNREADABLE =
            "the item lacks a readable userId, videoId, duration or voteType, so it is not counted";

    private TableEvents() {}

    /** Returns the event of an item; empty if the item is not a view or a vote that Viewtally counts. */
    public static Optional<JsonObject> toRecord(Map<String, AttributeValue> item) {
        Attributes attributes = Attributes.of(item);
        return EventItems.toView(attributes).map(TableEvents::record).or(() -> EventItems.toVote(attributes)
                .map(TableEvents::record));
    }

    /** Returns the key of an item, for messages. */
    public static String keyText(Map<String, AttributeValue> item) {
        return item.get(Keys.PK).s() + " / " + item.get(Keys.SK).s();
    }

    private static JsonObject record(View view) {
        JsonObject json = record(Keys.TYPE_VIEW, view.userId(), view.videoId())
                .put(Keys.DURATION, view.duration())
                .put(Keys.TIMESTAMP, view.timestamp());
        return view.counts() ? json : json.put(Keys.COUNTS, false);
    }

    private static JsonObject record(Vote vote) {
        JsonObject json = record(Keys.TYPE_VOTE, vote.userId(), vote.videoId())
                .put(Keys.VOTE_TYPE, vote.voteType().name());
        vote.timestamp().ifPresent(timestamp -> json.put(Keys.TIMESTAMP, timestamp));
        return json;
    }

    private static JsonObject record(String type, String userId, String videoId) {
        return new JsonObject().put(Keys.TYPE, type).put(Keys.USER_ID, userId).put(Keys.VIDEO_ID, videoId);
    }
}
