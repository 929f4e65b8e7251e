package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.aggregators.replay.Replay;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.testsupport.lambda.StreamEvents;
import io.github.viewtally.testsupport.process.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays objects of the failure bucket, as in the AWS Lambda guide, on the real DynamoDB Local. */
class ReplayIT {

    private static final SummaryKey VIDEO_5 = SummaryKey.video("5");
    private static final Counts BOTH = new Counts(2, 102, 0, 0);
    private static final String SHARD = "shardId-00000001";

    private TestTable table;
    private Replay replay;

    @TempDir
    private Path folder;

    @BeforeEach
    void openTable() {
        table = new TestTable();
        replay = new Replay(table.client(), TestTable.NAME);
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    @Test
    void countsABatchOnceHoweverOftenItIsReplayed() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(replay.replay(failedBatch(false).encode())).isEqualTo(2);
        }
        assertThat(table.counts(VIDEO_5)).isEqualTo(BOTH);
    }

    @Test
    void countsABatchAfterLaterBatchesOfItsShard() throws IOException {
        applyLaterBatch();
        replay.replay(failedBatch(false).encode());
        assertThat(table.counts(VIDEO_5)).isEqualTo(BOTH.plus(new Counts(1, 1, 0, 0)));
    }

    @Test
    void countsTheRestOfAPartlyAppliedBatch() throws IOException {
        apply(List.of(first()));
        for (int i = 0; i < 2; i++) {
            replay.replay(failedBatch(true).encode());
        }
        applyLaterBatch();
        replay.replay(failedBatch(true).encode());
        assertThat(table.counts(VIDEO_5)).isEqualTo(BOTH.plus(new Counts(1, 1, 0, 0)));
    }

    @Test
    void countsNothingIfTheAppliedPartIsUnknown() throws IOException {
        applyLaterBatch();
        assertThatThrownBy(() -> replay.replay(failedBatch(true).encode()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be told");
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void doesNotAffectTheDeliveryOfTheShard() throws IOException {
        replay.replay(failedBatch(false).encode());
        apply(List.of(insert(9_000, view("7", "5", 1))));
        assertThat(table.counts(VIDEO_5)).isEqualTo(BOTH.plus(new Counts(1, 1, 0, 0)));
    }

    @Test
    void rejectsOtherObjects() throws IOException {
        JsonObject another = failedBatch(false);
        another.getJsonObject("requestContext").put("functionArn", "arn:aws:lambda:eu-central-1:1:function:another");
        JsonObject withoutPayload = failedBatch(false);
        withoutPayload.remove("payload");
        for (String text : List.of("", "[]", "{", "{}", another.encode(), withoutPayload.encode())) {
            assertThatThrownBy(() -> replay.replay(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reportsWhatTheCommandCounted() throws Exception {
        Path objects = Files.createDirectories(folder.resolve("aws/lambda"));
        Files.writeString(objects.resolve("good"), failedBatch(false).encode());
        Files.writeString(objects.resolve("other"), "{}");
        try (ChildProcess command = start(folder.toString())) {
            assertThat(command.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", command.lines()))
                    .contains("good: counted, 2 records", "other: NOT counted: it has no ");
        }
        assertThat(table.counts(VIDEO_5)).isEqualTo(BOTH);
    }

    private ChildProcess start(String argument) throws IOException {
        return ChildProcess.jar(
                System.getProperty("viewtally.replay.jar"),
                table.clientEnvironment(),
                "--table",
                TestTable.NAME,
                argument);
    }

    /** Applies a later batch of the same shard. */
    private void applyLaterBatch() {
        apply(List.of(insert(9_000, view("7", "5", 1))));
    }

    private static DynamodbStreamRecord first() {
        var record = insert(1, view("0", "5", 42));
        record.getDynamodb().setSequenceNumber("111100000000000000001");
        return record;
    }

    private void apply(List<DynamodbStreamRecord> records) {
        DynamodbTimeWindowEvent event = batch(records);
        event.setShardId(SHARD);
        assertThat(new ExactlyOnceAggregator(EventCounter.VIEWS, table.client(), TestTable.NAME)
                        .handle(event, () -> 60_000)
                        .getBatchItemFailures())
                .isEmpty();
    }

    private static JsonObject failedBatch(boolean crashed) {
        JsonObject response = new JsonObject().put("statusCode", 200).put("executedVersion", "3");
        if (crashed) {
            response.put("functionError", "Unhandled");
        }
        return new JsonObject()
                .put(
                        "requestContext",
                        new JsonObject()
                                .put("requestId", "316aa6d0-8154-4000-9af7-85d5f4a6bc81")
                                .put(
                                        "functionArn",
                                        "arn:aws:lambda:eu-central-1:123456789012:function:viewtally-data-views:live")
                                .put("condition", "RetryAttemptsExhausted")
                                .put("approximateInvokeCount", 1))
                .put("responseContext", response)
                .put("version", "1.0")
                .put("timestamp", "2026-11-14T00:13:49.717Z")
                .put(
                        "DDBStreamBatchInfo",
                        new JsonObject()
                                .put("shardId", SHARD)
                                .put("startSequenceNumber", "111100000000000000001")
                                .put("endSequenceNumber", "111100000000000000002")
                                .put("batchSize", 2)
                                .put(
                                        "streamArn",
                                        "arn:aws:dynamodb:eu-central-1:123456789012:table/video-stats/stream/x"))
                .put("payload", StreamEvents.twoViews());
    }
}
