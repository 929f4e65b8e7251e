package io.github.viewtally.local.throughput;

import static io.github.viewtally.local.throughput.LimitedTable.TABLE;
import static io.github.viewtally.testsupport.lambda.StreamEvents.SHARD;
import static io.github.viewtally.testsupport.lambda.StreamEvents.batch;
import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.sequenceNumber;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.CheckpointItems;
import io.github.viewtally.aggregators.commit.InvocationMetrics;
import io.github.viewtally.aggregators.commit.Metric;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SummaryItems;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Counts while a partition of the table or of an index has no capacity. A partition takes 100 write units per second. */
class HotItemIT {

    private static final SummaryKey HOT = SummaryKey.video("hot");
    private static final int VIEWS = 150;

    private final LimitedTable table = new LimitedTable(LimitedTable.LIMITS.scaledBy(10));
    private final List<InvocationMetrics> metrics = new ArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();

    /** The number of transactions sent until the batch was committed. */
    private final AtomicInteger attemptsOfBatch = new AtomicInteger();

    @AfterEach
    void close() {
        assertThat(table.counters().unmodelled()).isZero();
        table.close();
    }

    @Test
    void countsTheOtherItemsOfABatchWhileAVideoIsThrottled() throws Exception {
        for (int i = 0; i < 100; i++) {
            table.put(LimitedTable.item(Keys.partition(HOT), "s" + i, 1));
        }
        DynamodbStreamRecord[] records = new DynamodbStreamRecord[VIEWS];
        for (int i = 0; i < VIEWS; i++) {
            records[i] = insert(i + 1, view("u" + i, i % 2 == 0 ? HOT.id() : "v" + i, 42));
        }
        ExactlyOnceAggregator aggregator = new ExactlyOnceAggregator(
                EventCounter.VIEWS, counting(table.client()), TABLE, CountingSettings.DEFAULT, metrics::add);
        CompletableFuture<Boolean> invocation = CompletableFuture.supplyAsync(() -> aggregator
                .handle(batch(records), () -> 60_000)
                .getBatchItemFailures()
                .isEmpty());

        await().until(() -> attemptsOfBatch.get() > 0);
        assertThat(views(SummaryKey.user("u0"))).isEqualTo("1");
        assertThat(views(SummaryKey.user("u149"))).isEqualTo("1");
        assertThat(views(SummaryKey.video("v149"))).isEqualTo("1");
        assertThat(table.get(SummaryItems.key(HOT))).isEmpty();
        assertThat(table.get(CheckpointItems.key("views", SHARD))
                        .get(Keys.DEFERRED)
                        .m())
                .containsOnlyKeys("VIDEO#hot/SUMMARY", "VIDEO#hot/HOUR#2022-01-02T00");
        // Six transactions, five attempts, which take about 300 ms, at the first one with the hot video, and two at its
        // hour.
        assertThat(attemptsOfBatch.get()).isLessThanOrEqualTo(6 + 5 + 2);
        assertThat(invocation).isNotDone();

        table.advance(Duration.ofSeconds(10));
        assertThat(invocation.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(views(HOT)).isEqualTo("75");
        assertThat(table.get(CheckpointItems.key("views", SHARD))).doesNotContainKey(Keys.DEFERRED);
        assertThat(metrics).singleElement().satisfies(one -> {
            assertThat(one.of(Metric.ITEMS_DEFERRED)).isEqualTo(2);
            assertThat(one.of(Metric.RECORDS_COUNTED)).isEqualTo(VIEWS);
        });
    }

    /** A video that gets its second view gets another rank. Its entry is removed from one place and put into another. */
    @Test
    void countsAVideoWithoutMovingItWhileTheIndexOfSummariesIsThrottled() {
        SummaryKey video = SummaryKey.video("v");
        ViewAggregator aggregator = new ViewAggregator(table.client(), TABLE, CountingSettings.DEFAULT);
        aggregator.handle(batch(insert(1, view("u1", "v", 42))), () -> 60_000);
        String bucket = RankKeys.summaryBucket(video);
        for (int i = 0; i < 99; i++) {
            Map<String, AttributeValue> entry = new HashMap<>(LimitedTable.item("p" + i, "s", 0.5));
            entry.put(Keys.GSI2PK, AttributeValue.fromS(bucket));
            entry.put(Keys.GSI2SK, AttributeValue.fromS("001#" + i));
            table.put(entry);
        }
        aggregator.handle(batch(insert(2, view("u2", "v", 42))), () -> 60_000);
        assertThat(views(video)).isEqualTo("2");
        assertThat(rank(video)).isEqualTo(RankKeys.summaryRank(video, 1));
        assertThat(table.counters().partition(LimitedTable.RANK_INDEX, bucket).throttledWrites())
                .isEqualTo(1);

        table.advance(Duration.ofSeconds(1));
        aggregator.handle(batch(insert(3, view("u3", "v", 42))), () -> 60_000);
        assertThat(rank(video)).isEqualTo(RankKeys.summaryRank(video, 3));
    }

    private String rank(SummaryKey key) {
        return table.get(SummaryItems.key(key)).get(Keys.GSI2SK).s();
    }

    private String views(SummaryKey key) {
        return table.get(SummaryItems.key(key)).get(Keys.VIEWS).n();
    }

    private DynamoDbClient counting(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    boolean isTransaction = arguments[0] instanceof TransactWriteItemsRequest;
                    if (isTransaction) {
                        attempts.incrementAndGet();
                    }
                    try {
                        Object response = method.invoke(client, arguments);
                        if (isTransaction && endsBatch((TransactWriteItemsRequest) arguments[0])) {
                            attemptsOfBatch.compareAndSet(0, attempts.get());
                        }
                        return response;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Whether a transaction moves the checkpoint to the last record. */
    private static boolean endsBatch(TransactWriteItemsRequest transaction) {
        Map<String, AttributeValue> checkpoint =
                transaction.transactItems().get(0).update().expressionAttributeValues();
        return checkpoint.get(":through").s().endsWith(sequenceNumber(VIEWS));
    }
}
