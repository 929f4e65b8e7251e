package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.local.mapping.RecordWriter;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * A batch of stream records of new views, as the JSON that Lambda delivers. New sequence numbers turn the same views into
 * new records.
 */
final class RecordBatch {

    static final String SHARD = "shardId-00000001700000000000-bench";
    static final String STREAM =
            "arn:aws:dynamodb:eu-central-1:000000000000:table/video-stats/stream/2026-01-01T00:00:00.000";

    private static final int DIGITS = 25;

    /** The number of digits that change. */
    private static final int CHANGED_DIGITS = 12;

    private static final byte[] SEQUENCE_FIELD = "\"SequenceNumber\":\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final int[] sequenceOffsets;

    private RecordBatch(byte[] json, int size) {
        this.json = json;
        this.sequenceOffsets = new int[size];
        int found = 0;
        for (int i = 0; found < size; i++) {
            if (startsWithSequenceField(json, i)) {
                sequenceOffsets[found++] = i + SEQUENCE_FIELD.length;
            }
        }
    }

    private static boolean startsWithSequenceField(byte[] json, int at) {
        for (int i = 0; i < SEQUENCE_FIELD.length; i++) {
            if (json[at + i] != SEQUENCE_FIELD[i]) {
                return false;
            }
        }
        return true;
    }

    static RecordBatch of(List<View> views) {
        return of(views, SHARD);
    }

    static RecordBatch of(List<View> views, String shard) {
        RecordWriter writer = new RecordWriter(STREAM);
        String json = views.stream()
                .map(view -> writer.write(insert(view)).json())
                .collect(Collectors.joining(
                        ",",
                        "{\"Records\":[",
                        "],\"window\":{\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-01T00:15:00Z\"},\"state\":{},"
                                + "\"shardId\":\"" + shard + "\",\"eventSourceARN\":\"" + STREAM
                                + "\",\"isFinalInvokeForWindow\":false,\"isWindowTerminatedEarly\":false}"));
        return new RecordBatch(json.getBytes(StandardCharsets.UTF_8), views.size());
    }

    private static Record insert(View view) {
        Map<String, AttributeValue> item = EventItems.toItem(view);
        return Record.builder()
                .eventID("c4ca4238a0b923820dcc509a6f75849b")
                .eventName(OperationType.INSERT)
                .eventVersion("1.1")
                .eventSource("aws:dynamodb")
                .awsRegion("eu-central-1")
                .dynamodb(change -> change.approximateCreationDateTime(Instant.parse("2026-01-01T00:00:00Z"))
                        .keys(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)))
                        .newImage(item)
                        .sequenceNumber("1".repeat(DIGITS))
                        .sizeBytes(250L)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
                .build();
    }

    /** Returns a batch for each view. */
    static List<RecordBatch> single(List<View> views) {
        List<RecordBatch> batches = new ArrayList<>();
        views.forEach(view -> batches.add(of(List.of(view))));
        return batches;
    }

    int size() {
        return sequenceOffsets.length;
    }

    /** Returns the JSON with consecutive sequence numbers from this one. */
    byte[] numberedFrom(long sequence) {
        for (int i = 0; i < sequenceOffsets.length; i++) {
            long rest = sequence + i;
            for (int digit = sequenceOffsets[i] + DIGITS - 1;
                    digit >= sequenceOffsets[i] + DIGITS - CHANGED_DIGITS;
                    digit--) {
                json[digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return json;
    }
}
