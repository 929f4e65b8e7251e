package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.sequenceNumber;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static io.github.viewtally.testsupport.lambda.StreamEvents.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Batches that are delivered again, in part or in other sizes, are counted exactly once. */
class ExactlyOnceIT extends AggregatorTestCase {

    @Test
    void countsABatchThatIsDeliveredTwiceOnce() {
        DynamodbStreamRecord[] records = someViews(1, 50);
        deliver(records);
        deliver(records);
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(50, 500, 0, 0));
    }

    @Test
    void countsRepeatedRecordsBesideNewOnesOnce() {
        deliver(someViews(1, 50));
        deliver(someViews(20, 80));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(80, 800, 0, 0));
    }

    @Test
    void countsRecordsInOtherBatchesAgainOnlyOnce() {
        deliver(someViews(1, 30));
        deliver(someViews(1, 10));
        deliver(someViews(11, 60));
        deliver(someViews(5, 45));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(60, 600, 0, 0));
    }

    @Test
    void countsARecordThatIsTwiceInABatchOnce() {
        deliver(insert(1, view("0", "5", 42)), insert(1, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void countsABatchWithMoreUsersThanOneTransactionHolds() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        assertThat(views.handleRequest(batch(records), patient()).getBatchItemFailures())
                .isEmpty();
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(500, 500, 0, 0));
        assertThat(table.counts(SummaryKey.user("u500"))).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void resumesAPartlyAppliedBatch() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        int[] remainingMillis = {60_000};
        ViewAggregator failing = viewAggregator(failingFromCall(3, remainingMillis));
        TimeWindowEventResponse response = failing.handleRequest(batch(records), context(() -> remainingMillis[0]));
        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly(sequenceNumber(1));
        // Items are written in the order of their keys, videos last. Two transactions hold the summary and an hour of
        // the site, 97 users, each with a viewer, and the number of viewers of the video.
        assertThat(summaries()).isEqualTo(99);
        assertThat(table.viewers(VIDEO_5)).isEqualTo(97);
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);

        deliver(records.toArray(DynamodbStreamRecord[]::new));
        assertThat(summaries()).isEqualTo(302);
        assertThat(table.viewers(VIDEO_5)).isEqualTo(300);
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 300, 0, 0));
        assertThat(table.counts(SummaryKey.user("u1"))).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(table.counts(SummaryKey.user("u99"))).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void resumesAPartlyAppliedBatchInSmallerBatches() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        int[] remainingMillis = {60_000};
        viewAggregator(failingFromCall(3, remainingMillis))
                .handleRequest(batch(records.subList(0, 250)), context(() -> remainingMillis[0]));

        deliver(records.subList(0, 120).toArray(DynamodbStreamRecord[]::new));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(120, 120, 0, 0));
        deliver(records.subList(120, 200).toArray(DynamodbStreamRecord[]::new));
        deliver(records.subList(200, 300).toArray(DynamodbStreamRecord[]::new));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(300, 300, 0, 0));
        for (int i = 1; i <= 300; i++) {
            assertThat(table.counts(SummaryKey.user("u" + i))).isEqualTo(new Counts(1, 1, 0, 0));
        }
        assertThat(table.get(EventItems.key(Keys.checkpoint("views", "shardId-00000001"), Keys.CHECKPOINT)))
                .doesNotContainKeys("leadThrough", "leadUpTo", "leadVersion");
    }

    @Test
    void countsOnceIfTheResponseOfDynamoDbIsLost() {
        ViewAggregator responsesLost = viewAggregator(losingResponses(2));
        TimeWindowEventResponse response = responsesLost.handleRequest(batch(someViews(1, 50)), patient());
        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(50, 500, 0, 0));
    }

    @Test
    void keepsACheckpointForEachShardAndAggregator() {
        deliver(insert(5, view("0", "5", 42)));
        DynamodbTimeWindowEvent otherShard = batch(insert(3, view("1", "5", 8)));
        otherShard.setShardId("shardId-00000002");
        views.handleRequest(otherShard, patient());
        deliverVotes(insert(2, vote("0", "5", VoteType.LIKE)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(2, 50, 1, 0));
    }

    @Test
    void returnsTheStateOfAWindowInItsLastInvocation() {
        DynamodbTimeWindowEvent last = batch();
        last.setIsFinalInvokeForWindow(true);
        last.setState(Map.of("kept", "as it was"));
        TimeWindowEventResponse response = views.handleRequest(last, patient());
        assertThat(response.getState()).containsEntry("kept", "as it was");
        assertThat(response.getBatchItemFailures()).isEmpty();
    }

    @Test
    void rejectsABatchWithoutAShardId() {
        DynamodbTimeWindowEvent event = batch(insert(1, view("0", "5", 42)));
        event.setShardId(null);
        assertThatThrownBy(() -> views.handleRequest(event, patient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TumblingWindowInSeconds");
        assertThat(table.counts(VIDEO_5)).isEqualTo(Counts.ZERO);
    }

    @Test
    void startsNoTransactionShortlyBeforeTheTimeout() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            records.add(insert(i, view("u" + i, "5", 1)));
        }
        TimeWindowEventResponse response = views.handleRequest(batch(records), context(() -> 1_000));
        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly(sequenceNumber(1));
        // The site, 48 users and the video, whose viewers are counted with them.
        assertThat(summaries()).isEqualTo(50);
    }

    private DynamoDbClient losingResponses(int howMany) {
        int[] calls = {0};
        return wrapped(transact -> {
            Object response = transact.run();
            if (++calls[0] <= howMany) {
                throw SdkClientException.create("the response was lost");
            }
            return response;
        });
    }
}
