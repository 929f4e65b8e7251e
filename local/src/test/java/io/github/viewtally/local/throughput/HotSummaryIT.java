package io.github.viewtally.local.throughput;

import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.InvocationMetrics;
import io.github.viewtally.aggregators.commit.Metric;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import io.github.viewtally.testsupport.throughput.ThroughputProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Many shards count views of one video at the same time. A transaction holds the video's summary for 15 ms. */
class HotSummaryIT {

    private static final SummaryKey HOT = SummaryKey.video("hot");
    private static final int VIEWS_OF_BATCH = 20;

    @Test
    void countsAVideoExactlyWhileAllItsShardsAreInConflict() throws Exception {
        System.out.println(count(8, 15));
    }

    /**
     * Delivers batches to all shards, each batch when the one before it is counted.
     *
     * @return what was measured
     */
    static String count(int shards, int batchesOfShard) throws Exception {
        ExecutorService invocations = Executors.newFixedThreadPool(shards);
        ThroughputLimits limits = ThroughputLimits.aws();
        try (TestTable table = new TestTable();
                ThroughputProxy proxy = ThroughputProxy.start(table.endpoint(), limits, System::nanoTime);
                DynamoDbClient client = table.newClientWithoutRetries(proxy.endpoint(), Duration.ofSeconds(5))) {
            long start = System.nanoTime();
            List<Future<InvocationMetrics>> ends = new ArrayList<>();
            for (int shard = 0; shard < shards; shard++) {
                int number = shard;
                ends.add(invocations.submit(() -> count(client, number, batchesOfShard)));
            }
            InvocationMetrics all = new InvocationMetrics();
            for (Future<InvocationMetrics> end : ends) {
                InvocationMetrics metrics = end.get();
                for (Metric metric : Metric.values()) {
                    all.add(metric, metrics.of(metric));
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long views = (long) shards * batchesOfShard * VIEWS_OF_BATCH;
            assertThat(table.counts(HOT)).isEqualTo(new Counts(views, 42 * views, 0, 0));
            assertThat(table.allItems()).noneMatch(item -> item.containsKey(Keys.DEFERRED));
            assertThat(proxy.counters().unmodelled()).isZero();
            return String.format(
                    Locale.ROOT,
                    "%d shards: %.1f batches/s with the hot video, %.1f conflicts and %.2f deferred items a batch",
                    shards,
                    shards * batchesOfShard / seconds,
                    all.of(Metric.CONFLICTS_RETRIED) / shards / batchesOfShard,
                    all.of(Metric.ITEMS_DEFERRED) / shards / batchesOfShard);
        } finally {
            invocations.shutdownNow();
        }
    }

    private static InvocationMetrics count(DynamoDbClient client, int shard, int batches) {
        InvocationMetrics sum = new InvocationMetrics();
        ExactlyOnceAggregator aggregator = new ExactlyOnceAggregator(
                EventCounter.VIEWS, client, TestTable.NAME, CountingSettings.DEFAULT, metrics -> {
                    for (Metric metric : Metric.values()) {
                        sum.add(metric, metrics.of(metric));
                    }
                });
        for (int number = 0; number < batches; number++) {
            DynamodbStreamRecord[] records = new DynamodbStreamRecord[VIEWS_OF_BATCH];
            for (int i = 0; i < VIEWS_OF_BATCH; i++) {
                int sequence = number * VIEWS_OF_BATCH + i + 1;
                records[i] = insert(sequence, view("s" + shard + "u" + i, HOT.id(), 42));
            }
            DynamodbTimeWindowEvent event = batch(records);
            event.setShardId("shard-" + shard);
            assertThat(aggregator.handle(event, () -> 60_000).getBatchItemFailures())
                    .isEmpty();
        }
        return sum;
    }
}
