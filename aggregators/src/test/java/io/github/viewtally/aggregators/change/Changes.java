package io.github.viewtally.aggregators.change;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.util.HashMap;
import java.util.Map;

/** Changes of views for unit tests. */
public final class Changes {

    private Changes() {}

    /** A new view of 10 seconds, at 10 o'clock. */
    public static Change insert(long sequenceNumber, String user, String video) {
        return change(sequenceNumber, "INSERT", null, view(user, video, 10));
    }

    /** A view whose duration changes. */
    public static Change modify(long sequenceNumber, String user, String video, long before, long after) {
        return change(sequenceNumber, "MODIFY", view(user, video, before), view(user, video, after));
    }

    /** A view that counts only from a minimum duration on, and whose duration changes. */
    public static Change modify(
            long sequenceNumber, String user, String video, long before, long after, long minDuration) {
        return change(
                sequenceNumber,
                "MODIFY",
                view(user, video, before, before >= minDuration),
                view(user, video, after, after >= minDuration));
    }

    /** A deleted view of 10 seconds. */
    public static Change remove(long sequenceNumber, String user, String video) {
        return change(sequenceNumber, "REMOVE", view(user, video, 10), null);
    }

    /** A new view without a duration, which goes to the quarantine. */
    public static Change malformed(long sequenceNumber) {
        Map<String, AttributeValue> image = view("u", "v", 10);
        image.remove("duration");
        return change(sequenceNumber, "INSERT", null, image);
    }

    private static Change change(
            long sequenceNumber,
            String eventName,
            Map<String, AttributeValue> oldImage,
            Map<String, AttributeValue> newImage) {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName(eventName);
        record.setDynamodb(new StreamRecord()
                .withSequenceNumber(Long.toString(sequenceNumber))
                .withOldImage(oldImage)
                .withNewImage(newImage));
        return Change.of(record, EventCounter.VIEWS);
    }

    private static Map<String, AttributeValue> view(String user, String video, long duration) {
        return view(user, video, duration, true);
    }

    private static Map<String, AttributeValue> view(String user, String video, long duration, boolean counts) {
        Map<String, AttributeValue> image = new HashMap<>();
        if (!counts) {
            image.put("counts", new AttributeValue().withN("0"));
        }
        image.put("SK", new AttributeValue().withS("VIDEO#" + video + "#VIEW#2022-01-02T10:00:00.000000+00:00"));
        image.put("type", new AttributeValue().withS("VIEW"));
        image.put("userId", new AttributeValue().withS(user));
        image.put("videoId", new AttributeValue().withS(video));
        image.put("duration", new AttributeValue().withN(Long.toString(duration)));
        return image;
    }
}
