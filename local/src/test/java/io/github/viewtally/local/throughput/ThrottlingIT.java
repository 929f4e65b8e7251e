package io.github.viewtally.local.throughput;

import static io.github.viewtally.local.throughput.LimitedTable.INDEX;
import static io.github.viewtally.local.throughput.LimitedTable.TABLE;
import static io.github.viewtally.local.throughput.LimitedTable.item;
import static io.github.viewtally.local.throughput.LimitedTable.key;
import static io.github.viewtally.local.throughput.LimitedTable.transactPut;
import static io.github.viewtally.local.throughput.LimitedTable.view;
import static io.github.viewtally.local.throughput.LimitedTable.views;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.viewtally.model.table.Keys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What clients see when a partition key is over its limit: 10 write units and 30 read units per second. */
class ThrottlingIT {

    private static final String HOT = Keys.video("5");

    private final LimitedTable table = new LimitedTable(LimitedTable.LIMITS);

    @AfterEach
    void close() {
        assertThat(table.counters().unmodelled()).isZero();
        table.close();
    }

    @Test
    void refusesAWriteOfAPartitionKeyOfTheTable() {
        IntStream.range(0, 10).forEach(number -> table.put(view("u", "v" + number)));
        ProvisionedThroughputExceededException refusal = refused(() -> table.put(view("u", "more")));
        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.isThrottlingException()).isTrue();
        assertThat(refusal.awsErrorDetails().errorMessage())
                .isEqualTo("The level of configured provisioned throughput for the table was exceeded. Consider"
                        + " increasing your provisioning level with the UpdateTable API.");
        assertThat(refusal.throttlingReasons()).singleElement().satisfies(reason -> {
            assertThat(reason.reason()).isEqualTo("TableWriteKeyRangeThroughputExceeded");
            assertThat(reason.resource()).endsWith(":table/" + TABLE);
        });
        assertThat(table.get(view("u", "more"))).isEmpty();
        table.put(view("another", "more"));
        table.advance(Duration.ofMillis(100));
        table.put(view("u", "more"));
        refused(() -> table.put(view("u", "evenMore")));
    }

    @Test
    void refusesAWriteOfTheTableIfAPartitionKeyOfAnIndexIsOverItsLimit() {
        views(10, "5").forEach(table::put);
        ProvisionedThroughputExceededException refusal = refused(() -> table.put(view("another", "5")));
        assertThat(refusal.awsErrorDetails().errorMessage())
                .startsWith("The level of configured provisioned throughput for one or more global secondary indexes");
        assertThat(refusal.throttlingReasons()).singleElement().satisfies(reason -> {
            assertThat(reason.reason()).isEqualTo("IndexWriteKeyRangeThroughputExceeded");
            assertThat(reason.resource()).endsWith(":table/" + INDEX);
        });
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.counters().partition(INDEX, HOT).throttledWrites()).isEqualTo(1);
        assertThat(table.counters().partition(TABLE, Keys.user("another")).writeUnits())
                .isZero();
    }

    @Test
    void leavesTheItemsOfABatchUnprocessedThatAreOverTheLimit() {
        List<Map<String, AttributeValue>> views = views(25, "5");
        assertThat(table.batch(views)).containsExactlyElementsOf(views.subList(10, 25));
        assertThat(table.size()).isEqualTo(10);
        refused(() -> table.batch(views.subList(10, 25)));
        List<Map<String, AttributeValue>> mixed = List.of(views.get(20), view("u", "cold"));
        assertThat(table.batch(mixed)).containsExactly(views.get(20));
        table.advance(Duration.ofSeconds(1));
        assertThat(table.batch(views.subList(10, 25))).containsExactlyElementsOf(views.subList(20, 25));
        assertThat(table.size()).isEqualTo(21);
    }

    @Test
    void cancelsATransactionWithTheReasonOfEachItem() {
        views(10, "5").forEach(table::put);
        List<TransactWriteItem> items =
                List.of(transactPut(view("a", "cold")), transactPut(view("b", "5")), transactPut(item("c", "s", 0.5)));
        TransactionCanceledException canceled =
                catchThrowableOfType(TransactionCanceledException.class, () -> table.transact(items));
        assertThat(canceled.awsErrorDetails().errorMessage())
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons"
                        + " [None, ThrottlingError, None]");
        assertThat(canceled.cancellationReasons().stream().map(CancellationReason::code))
                .containsExactly("None", "ThrottlingError", "None");
        assertThat(canceled.cancellationReasons().get(1).message())
                .startsWith("Throughput exceeds the current capacity for one or more global secondary indexes.");
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.counters().partition(TABLE, Keys.user("a")).writeUnits())
                .isZero();
        table.advance(Duration.ofMillis(100));
        table.transact(items);
        assertThat(table.size()).isEqualTo(13);
    }

    @Test
    void aTransactionTakesTwoUnitsOfThePartitionOfTheTable() {
        table.transact(IntStream.range(0, 5)
                .mapToObj(number -> transactPut(item("a", "s" + number, 0.5)))
                .toList());
        refused(() -> table.put(item("a", "more", 0.5)));
    }

    @Test
    void refusesReadsAndLeavesKeysUnprocessed() {
        List<Map<String, AttributeValue>> keys = IntStream.range(0, 70)
                .mapToObj(number -> key(item("a", "s" + number, 0.5)))
                .toList();
        BatchGetItemResponse read = table.client()
                .batchGetItem(request -> request.requestItems(
                        Map.of(TABLE, KeysAndAttributes.builder().keys(keys).build())));
        assertThat(read.unprocessedKeys().get(TABLE).keys()).containsExactlyElementsOf(keys.subList(60, 70));
        ProvisionedThroughputExceededException refusal = refused(
                () -> table.client().getItem(request -> request.tableName(TABLE).key(keys.get(0))));
        assertThat(refusal.throttlingReasons().get(0).reason()).isEqualTo("TableReadKeyRangeThroughputExceeded");
        refused(() -> table.client()
                .batchGetItem(request -> request.requestItems(
                        Map.of(TABLE, KeysAndAttributes.builder().keys(keys).build()))));
        TransactionCanceledException canceled =
                catchThrowableOfType(TransactionCanceledException.class, () -> table.client()
                        .transactGetItems(request ->
                                request.transactItems(get(item("other", "s", 0.5)), get(item("a", "s1", 0.5)))));
        assertThat(canceled.cancellationReasons().stream().map(CancellationReason::code))
                .containsExactly("None", "ThrottlingError");
    }

    private static TransactGetItem get(Map<String, AttributeValue> item) {
        return TransactGetItem.builder()
                .get(get -> get.tableName(TABLE).key(key(item)))
                .build();
    }

    @Test
    void aLargePageOfAnIndexPutsItsPartitionIntoDebt() {
        for (int i = 0; i < 40; i++) {
            Map<String, AttributeValue> large = new HashMap<>(item("p" + i, "s", 8));
            large.put(Keys.GSI1PK, AttributeValue.fromS(HOT));
            large.put(Keys.GSI1SK, AttributeValue.fromS("s" + i));
            table.putDirectly(large);
        }
        assertThat(queryIndex().count()).isEqualTo(40);
        assertThat(table.counters().partition(INDEX, HOT).readUnits()).isBetween(40.0, 42.0);
        ProvisionedThroughputExceededException refusal = refused(this::queryIndex);
        assertThat(refusal.throttlingReasons().get(0).reason()).isEqualTo("IndexReadKeyRangeThroughputExceeded");
        table.advance(Duration.ofMillis(300));
        refused(this::queryIndex);
        table.advance(Duration.ofMillis(200));
        assertThat(queryIndex().count()).isEqualTo(40);
    }

    private QueryResponse queryIndex() {
        return table.client().query(request -> request.tableName(TABLE)
                .indexName(Keys.GSI1)
                .keyConditionExpression("GSI1PK = :video")
                .expressionAttributeValues(Map.of(":video", AttributeValue.fromS(HOT))));
    }

    private static ProvisionedThroughputExceededException refused(Runnable call) {
        ProvisionedThroughputExceededException refusal =
                catchThrowableOfType(ProvisionedThroughputExceededException.class, call::run);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
