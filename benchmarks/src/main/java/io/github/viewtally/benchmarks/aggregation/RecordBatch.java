package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.local.mapping.RecordWriter;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * A batch of stream records, as the JSON that Lambda delivers. New sequence numbers and event ids turn the same changes into
 * new records.
 */
public final class RecordBatch {

    static final String SHARD = "shardId-00000001700000000000-bench";
    static final String STREAM =
            "arn:aws:dynamodb:eu-central-1:000000000000:table/video-stats/stream/2026-01-01T00:00:00.000";

    /** The number of digits that change, at the end of an event id and of a sequence number. */
    private static final int CHANGED_DIGITS = 12;

    private static final String NO_NUMBER = "0".repeat(CHANGED_DIGITS);
    private static final String EVENT_ID = "c4ca4238a0b923820dcc" + NO_NUMBER;
    private static final String SEQUENCE_NUMBER = "1111111111111" + NO_NUMBER;
    private static final byte[] END_OF_NUMBER = (NO_NUMBER + "\"").getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;

    /** Where the changed digits start: two numbers for each record. */
    private final int[] numberOffsets;

    private RecordBatch(byte[] json, int size) {
        this.json = json;
        this.numberOffsets = new int[2 * size];
        int found = 0;
        for (int i = 0; found < numberOffsets.length; i++) {
            if (isNumber(json, i)) {
                numberOffsets[found++] = i;
            }
        }
    }

    private static boolean isNumber(byte[] json, int at) {
        return Arrays.equals(json, at, at + END_OF_NUMBER.length, END_OF_NUMBER, 0, END_OF_NUMBER.length);
    }

    public static RecordBatch of(List<View> views) {
        return of(views, SHARD);
    }

    static RecordBatch of(List<View> views, String shard) {
        return ofRecords(
                views.stream()
                        .map(view -> record(OperationType.INSERT, Map.of(), EventItems.toItem(view)))
                        .toList(),
                shard);
    }

    /** Creates a batch of records that {@link #record} has created. */
    public static RecordBatch ofRecords(List<Record> records, String shard) {
        RecordWriter writer = new RecordWriter(STREAM);
        String json = records.stream()
                .map(record -> writer.write(record).json())
                .collect(Collectors.joining(
                        ",",
                        "{\"Records\":[",
                        "],\"window\":{\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-01T00:15:00Z\"},\"state\":{},"
                                + "\"shardId\":\"" + shard + "\",\"eventSourceARN\":\"" + STREAM
                                + "\",\"isFinalInvokeForWindow\":false,\"isWindowTerminatedEarly\":false}"));
        return new RecordBatch(json.getBytes(StandardCharsets.UTF_8), records.size());
    }

    /**
     * Creates the record of a change of one item.
     *
     * @param oldImage empty if the item did not exist
     * @param newImage empty if the item does not exist afterwards
     */
    public static Record record(
            OperationType change, Map<String, AttributeValue> oldImage, Map<String, AttributeValue> newImage) {
        Map<String, AttributeValue> key = newImage.isEmpty() ? oldImage : newImage;
        return Record.builder()
                .eventID(EVENT_ID)
                .eventName(change)
                .eventVersion("1.1")
                .eventSource("aws:dynamodb")
                .awsRegion("eu-central-1")
                .dynamodb(images -> images.approximateCreationDateTime(Instant.parse("2026-01-01T00:00:00Z"))
                        .keys(Map.of(Keys.PK, key.get(Keys.PK), Keys.SK, key.get(Keys.SK)))
                        .newImage(newImage.isEmpty() ? null : newImage)
                        .oldImage(oldImage.isEmpty() ? null : oldImage)
                        .sequenceNumber(SEQUENCE_NUMBER)
                        .sizeBytes(250L)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
                .build();
    }

    /** Returns a batch for each view. */
    public static List<RecordBatch> single(List<View> views) {
        List<RecordBatch> batches = new ArrayList<>();
        views.forEach(view -> batches.add(of(List.of(view))));
        return batches;
    }

    int size() {
        return numberOffsets.length / 2;
    }

    /** Returns the JSON with consecutive sequence numbers and event ids from this one. */
    public byte[] numberedFrom(long number) {
        for (int i = 0; i < numberOffsets.length; i++) {
            long rest = number + i / 2;
            for (int digit = CHANGED_DIGITS - 1; digit >= 0; digit--) {
                json[numberOffsets[i] + digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return json;
    }
}
