package io.github.viewtally.local.throughput;

import static io.github.viewtally.local.throughput.LimitedTable.TABLE;
import static io.github.viewtally.local.throughput.LimitedTable.item;
import static io.github.viewtally.local.throughput.LimitedTable.key;
import static io.github.viewtally.local.throughput.LimitedTable.transactPut;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** What clients see of an item while a transaction holds it. */
class TransactionConflictIT {

    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final Map<String, AttributeValue> HELD = item("held", "s", 0.5);
    private static final Map<String, AttributeValue> FREE = item("free", "s", 0.5);

    private final LimitedTable table = new LimitedTable(ThroughputLimits.aws().withTransactionHold(HOLD));
    private final long start = System.nanoTime();
    private CompletableFuture<Void> transaction;

    /** A write meets the transaction only after the proxy has received it, so the first conflict is awaited. */
    @BeforeEach
    void holdAnItem() {
        table.put(FREE);
        transaction = CompletableFuture.runAsync(() -> table.transact(List.of(transactPut(HELD))));
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> catchThrowable(() -> table.put(HELD)) instanceof TransactionConflictException);
    }

    @AfterEach
    void close() throws Exception {
        transaction.get(20, TimeUnit.SECONDS);
        assertThat(System.nanoTime() - start).isGreaterThan(HOLD.toNanos());
        table.put(HELD);
        table.transact(List.of(transactPut(HELD)));
        assertThat(table.counters().unmodelled()).isZero();
        table.close();
    }

    @Test
    void refusesASingleWriteOfTheItem() {
        TransactionConflictException conflict =
                catchThrowableOfType(TransactionConflictException.class, () -> table.put(HELD));
        assertThat(conflict.awsErrorDetails().errorMessage()).isEqualTo("Transaction is ongoing for the item");
        assertThat(conflict.statusCode()).isEqualTo(400);
        assertThat(transaction).isNotDone();
        table.put(FREE);
        assertThat(table.client()
                        .getItem(request -> request.tableName(TABLE).key(key(HELD)))
                        .sdkHttpResponse()
                        .isSuccessful())
                .isTrue();
    }

    @Test
    void cancelsAnotherTransactionWithTheItem() {
        List<TransactWriteItem> items = List.of(transactPut(FREE), transactPut(HELD));
        TransactionCanceledException canceled =
                catchThrowableOfType(TransactionCanceledException.class, () -> table.transact(items));
        assertThat(canceled.awsErrorDetails().errorMessage())
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons"
                        + " [None, TransactionConflict]");
        CancellationReason reason = canceled.cancellationReasons().get(1);
        assertThat(reason.code()).isEqualTo("TransactionConflict");
        assertThat(reason.message()).isEqualTo("Transaction is ongoing for the item");
        assertThat(transaction).isNotDone();
    }

    @Test
    void cancelsATransactionThatReadsTheItem() {
        TransactionCanceledException canceled =
                catchThrowableOfType(TransactionCanceledException.class, () -> table.client()
                        .transactGetItems(request -> request.transactItems(TransactGetItem.builder()
                                .get(get -> get.tableName(TABLE).key(key(HELD)))
                                .build())));
        assertThat(canceled.cancellationReasons().get(0).code()).isEqualTo("TransactionConflict");
        assertThat(transaction).isNotDone();
    }

    @Test
    void leavesTheItemOfABatchUnprocessed() {
        assertThat(table.batch(List.of(HELD, FREE))).containsExactly(HELD);
        assertThat(table.batch(List.of(HELD))).containsExactly(HELD);
        assertThat(transaction).isNotDone();
    }
}
