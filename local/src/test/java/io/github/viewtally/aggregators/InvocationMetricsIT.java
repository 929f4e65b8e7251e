package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.InvocationMetrics;
import io.github.viewtally.aggregators.commit.Metric;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The metrics of invocations on the real DynamoDB Local. */
class InvocationMetricsIT extends AggregatorTestCase {

    private final List<InvocationMetrics> recorded = new ArrayList<>();

    @Test
    void reportsHowManyRecordsItCounted() {
        InvocationMetrics metrics = deliver(views(1, 40));
        assertThat(metrics.of(Metric.RECORDS_COUNTED)).isEqualTo(40);
        assertThat(metrics.of(Metric.TRANSACTIONS_APPLIED)).isEqualTo(1);
        assertThat(metrics.of(Metric.REPEATS_DROPPED)).isZero();
        assertThat(metrics.of(Metric.CONFLICTS_RETRIED)).isZero();
        assertThat(metrics.of(Metric.RECORDS_QUARANTINED)).isZero();
    }

    /** DynamoDB Local reports other figures than AWS, so the test replaces them in the responses. */
    @Test
    void sumsTheWriteUnitsThatDynamoDbReports() {
        DynamoDbClient consuming = wrapped(call -> ((TransactWriteItemsResponse) call.run())
                .toBuilder()
                        .consumedCapacity(
                                ConsumedCapacity.builder().capacityUnits(200.5).build())
                        .build());
        assertThat(deliver(consuming, views(1, 90)).of(Metric.WRITE_UNITS)).isEqualTo(401);
    }

    @Test
    void countsARecordOnceWhenItsBatchTakesSeveralTransactions() {
        InvocationMetrics metrics = deliver(views(1, 300));
        assertThat(metrics.of(Metric.RECORDS_COUNTED)).isEqualTo(300);
        // 300 users, 300 viewers and the video's number of them in each transaction, and four other items.
        assertThat(metrics.of(Metric.TRANSACTIONS_APPLIED)).isEqualTo(7);
    }

    @Test
    void reportsRepeatedRecords() {
        deliver(views(1, 50));
        InvocationMetrics metrics = deliver(views(31, 60));
        assertThat(metrics.of(Metric.REPEATS_DROPPED)).isEqualTo(20);
        assertThat(metrics.of(Metric.RECORDS_COUNTED)).isEqualTo(10);

        List<DynamodbStreamRecord> twice = new ArrayList<>(views(61, 62));
        twice.addAll(views(61, 62));
        InvocationMetrics metricsOfTwice = deliver(twice);
        assertThat(metricsOfTwice.of(Metric.REPEATS_DROPPED)).isEqualTo(2);
        assertThat(metricsOfTwice.of(Metric.RECORDS_COUNTED)).isEqualTo(2);
    }

    @Test
    void reportsQuarantinedRecords() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.remove("duration");
        InvocationMetrics metrics =
                deliver(List.of(insert(1, view("0", "5", 42)), insert(2, malformed), insert(3, malformed)));
        assertThat(metrics.of(Metric.RECORDS_QUARANTINED)).isEqualTo(2);
        assertThat(metrics.of(Metric.RECORDS_COUNTED)).isEqualTo(3);
        assertThat(deliver(List.of(insert(3, malformed))).of(Metric.RECORDS_QUARANTINED))
                .isZero();
    }

    @Test
    void reportsRetriedConflicts() {
        InvocationMetrics metrics = deliver(cancelling(3, "TransactionConflict"), views(1, 10));
        assertThat(metrics.of(Metric.CONFLICTS_RETRIED)).isEqualTo(3);
        assertThat(metrics.of(Metric.RECORDS_COUNTED)).isEqualTo(10);
        assertThat(deliver(cancelling(3, "ThrottlingError"), views(11, 20)).of(Metric.CONFLICTS_RETRIED))
                .isZero();
    }

    @Test
    void countsWhenTheRecorderFails() {
        Consumer<InvocationMetrics> broken = metrics -> {
            throw new IllegalStateException("cannot write");
        };
        assertThat(viewAggregator(table.client(), broken)
                        .handle(batch(views(1, 3)), () -> 60_000)
                        .getBatchItemFailures())
                .isEmpty();
        assertThat(table.counts(SummaryKey.video("5"))).isEqualTo(new Counts(3, 3, 0, 0));
    }

    /** The local system creates handlers without a recorder. */
    @Test
    void writesNoMetricsWithoutARecorder() {
        PrintStream out = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            viewAggregator(table.client()).handleRequest(batch(views(1, 3)), patient());
        } finally {
            System.setOut(out);
        }
        assertThat(table.counts(SummaryKey.video("5"))).isEqualTo(new Counts(3, 3, 0, 0));
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static ExactlyOnceAggregator viewAggregator(DynamoDbClient client, Consumer<InvocationMetrics> recorder) {
        return new ExactlyOnceAggregator(
                EventCounter.VIEWS, client, TestTable.NAME, CountingSettings.DEFAULT, recorder);
    }

    private InvocationMetrics deliver(List<DynamodbStreamRecord> records) {
        return deliver(table.client(), records);
    }

    private InvocationMetrics deliver(DynamoDbClient client, List<DynamodbStreamRecord> records) {
        recorded.clear();
        viewAggregator(client, recorded::add).handle(batch(records), () -> 60_000);
        assertThat(recorded).hasSize(1);
        return recorded.get(0);
    }

    /** Views by different users. */
    private static List<DynamodbStreamRecord> views(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> insert(i, view("u" + i, "5", 1)))
                .toList();
    }

    private DynamoDbClient cancelling(int times, String reason) {
        int[] calls = {0};
        return wrapped(call -> {
            if (calls[0]++ < times) {
                throw TransactionCanceledException.builder()
                        .cancellationReasons(
                                CancellationReason.builder().code("None").build(),
                                CancellationReason.builder().code(reason).build())
                        .build();
            }
            return call.run();
        });
    }
}
