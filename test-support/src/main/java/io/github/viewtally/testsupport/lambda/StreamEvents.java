package io.github.viewtally.testsupport.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stream records and batches, as the aggregators receive them. */
public final class StreamEvents {

    /** The shard of every batch. */
    public static final String SHARD = "shardId-00000001";

    private StreamEvents() {}

    /** A batch as Lambda has delivered it: two views of the video 5, of 42 and 60 seconds, by the users 0 and 1. */
    public static String twoViews() {
        try (InputStream event = StreamEvents.class.getResourceAsStream("two-views.json")) {
            return new String(event.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image of a view. */
    public static Map<String, AttributeValue> view(String userId, String videoId, long duration, String timestamp) {
        return image(EventItems.toItem(new View(userId, videoId, duration, timestamp)));
    }

    /** The image of a view at a fixed time. */
    public static Map<String, AttributeValue> view(String userId, String videoId, long duration) {
        return view(userId, videoId, duration, "2022-01-02T00:30:25.000000+00:00");
    }

    /** The image of a vote. */
    public static Map<String, AttributeValue> vote(String userId, String videoId, VoteType type) {
        return image(EventItems.toItem(new Vote(userId, videoId, type)));
    }

    /** An item of the table, as it appears in a record. */
    public static Map<String, AttributeValue> image(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
        Map<String, AttributeValue> image = new HashMap<>();
        item.forEach((name, value) ->
                image.put(name, new AttributeValue().withS(value.s()).withN(value.n())));
        return image;
    }

    /** The record of a new item. */
    public static DynamodbStreamRecord insert(long sequence, Map<String, AttributeValue> image) {
        return record(sequence, "INSERT", null, image);
    }

    /** The record of a changed item. */
    public static DynamodbStreamRecord modify(
            long sequence, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        return record(sequence, "MODIFY", before, after);
    }

    /** The record of a deleted item. */
    public static DynamodbStreamRecord remove(long sequence, Map<String, AttributeValue> image) {
        return record(sequence, "REMOVE", image, null);
    }

    /** The record of an item that DynamoDB has deleted by its time to live. */
    public static DynamodbStreamRecord expire(long sequence, Map<String, AttributeValue> image) {
        DynamodbStreamRecord record = remove(sequence, image);
        record.setUserIdentity(new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
        return record;
    }

    private static DynamodbStreamRecord record(
            long sequence, String name, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventID("event-" + sequence);
        record.setEventName(name);
        record.setDynamodb(new StreamRecord()
                .withSequenceNumber(sequenceNumber(sequence))
                .withOldImage(before)
                .withNewImage(after));
        return record;
    }

    /** The sequence number of a record: long and without a fixed length, as in DynamoDB. */
    public static String sequenceNumber(long sequence) {
        return sequence + "00000000000000000000";
    }

    /** A batch of {@link #SHARD} with an empty window state. */
    public static DynamodbTimeWindowEvent batch(List<DynamodbStreamRecord> records) {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setRecords(records);
        event.setShardId(SHARD);
        event.setState(Map.of());
        return event;
    }

    /** A batch of {@link #SHARD} with an empty window state. */
    public static DynamodbTimeWindowEvent batch(DynamodbStreamRecord... records) {
        return batch(List.of(records));
    }
}
