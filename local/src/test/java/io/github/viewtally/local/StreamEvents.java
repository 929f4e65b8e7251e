package io.github.viewtally.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Batches for the handlers, made by hand. */
public final class StreamEvents {

    public static final String SHARD = "shardId-00000001";

    private StreamEvents() {}

    public static Map<String, AttributeValue> view(String userId, String videoId, long duration, String timestamp) {
        return image(EventItems.toItem(new View(userId, videoId, duration, timestamp)));
    }

    public static Map<String, AttributeValue> view(String userId, String videoId, long duration) {
        return view(userId, videoId, duration, "2022-01-02T00:30:25.000000+00:00");
    }

    public static Map<String, AttributeValue> vote(String userId, String videoId, VoteType type) {
        return image(EventItems.toItem(new Vote(userId, videoId, type)));
    }

    public static Map<String, AttributeValue> image(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
        Map<String, AttributeValue> image = new HashMap<>();
        item.forEach((name, value) ->
                image.put(name, new AttributeValue().withS(value.s()).withN(value.n())));
        return image;
    }

    public static DynamodbStreamRecord insert(long sequence, Map<String, AttributeValue> image) {
        return record(sequence, "INSERT", null, image);
    }

    public static DynamodbStreamRecord modify(
            long sequence, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        return record(sequence, "MODIFY", before, after);
    }

    public static DynamodbStreamRecord remove(long sequence, Map<String, AttributeValue> image) {
        return record(sequence, "REMOVE", image, null);
    }

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

    /** As DynamoDB writes them: long, and of no fixed length. */
    public static String sequenceNumber(long sequence) {
        return sequence + "00000000000000000000";
    }

    public static DynamodbTimeWindowEvent batch(List<DynamodbStreamRecord> records) {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setRecords(records);
        event.setShardId(SHARD);
        event.setState(Map.of());
        return event;
    }

    public static DynamodbTimeWindowEvent batch(DynamodbStreamRecord... records) {
        return batch(List.of(records));
    }
}
