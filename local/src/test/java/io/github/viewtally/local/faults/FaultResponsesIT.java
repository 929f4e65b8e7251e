package io.github.viewtally.local.faults;

import static io.github.viewtally.local.faults.ProxiedTable.LONG_TIMEOUT;
import static io.github.viewtally.local.faults.ProxiedTable.items;
import static io.github.viewtally.local.faults.ProxiedTable.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.testsupport.faults.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Responses of the proxy: the SDK handles them like those of DynamoDB. */
class FaultResponsesIT {

    private final ProxiedTable table = new ProxiedTable();

    @AfterEach
    void close() {
        table.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_500", "ERROR_503"})
    void respondsWithAServerError(Fault fault) {
        Throwable thrown = table.putThrough(fault, LONG_TIMEOUT);
        assertThat(thrown).isInstanceOfSatisfying(DynamoDbException.class, error -> {
            assertThat(error instanceof InternalServerErrorException).isEqualTo(fault == Fault.ERROR_500);
            assertThat(error.statusCode()).isEqualTo(fault == Fault.ERROR_500 ? 500 : 503);
            assertThat(error.isThrottlingException()).isFalse();
            assertThat(error.requestId()).isNotBlank();
        });
        assertThat(table.stored(1)).isFalse();
        table.assertWorks();
    }

    @ParameterizedTest
    @EnumSource(names = {"THROUGHPUT_EXCEEDED", "THROTTLED"})
    void respondsWithAThrottlingError(Fault fault) {
        Throwable thrown = table.putThrough(fault, LONG_TIMEOUT);
        assertThat(thrown)
                .isInstanceOf(
                        fault == Fault.THROTTLED
                                ? ThrottlingException.class
                                : ProvisionedThroughputExceededException.class)
                .isInstanceOfSatisfying(DynamoDbException.class, refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.isThrottlingException()).isTrue();
                });
        assertThat(table.stored(1)).isFalse();
        table.assertWorks();
    }

    @Test
    void cancelsATransactionWithAReasonForEachItem() {
        assertThat(reasons(Fault.TRANSACTION_CONFLICT))
                .containsExactlyInAnyOrder("TransactionConflict", "None", "None", "None");
        assertThat(reasons(Fault.TRANSACTION_THROTTLED))
                .containsExactlyInAnyOrder("ThrottlingError", "None", "None", "None");
        assertThat(reasons(Fault.TRANSACTION_MIXED))
                .containsExactlyInAnyOrder("TransactionConflict", "ThrottlingError", "None", "None");
        assertThat(table.all()).isEmpty();
    }

    private List<String> reasons(Fault fault) {
        TransactionCanceledException canceled = (TransactionCanceledException) transactThrough(fault);
        return canceled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .toList();
    }

    @Test
    void reportsATransactionInProgress() {
        assertThat(transactThrough(Fault.TRANSACTION_IN_PROGRESS)).isInstanceOf(TransactionInProgressException.class);
        assertThat(table.all()).isEmpty();
    }

    private Throwable transactThrough(Fault fault) {
        table.startWith(fault);
        List<TransactWriteItem> writes = items(4).stream()
                .map(item -> TransactWriteItem.builder()
                        .put(put -> put.tableName(TestTable.NAME).item(item))
                        .build())
                .toList();
        try (DynamoDbClient client = table.client(LONG_TIMEOUT)) {
            return catchThrowable(() -> client.transactWriteItems(request -> request.transactItems(writes)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 25})
    void returnsUnprocessedItemsOfABatchWrite(int size) {
        table.startWith(Fault.UNPROCESSED_ITEMS);
        try (DynamoDbClient client = table.client(LONG_TIMEOUT)) {
            List<Map<String, AttributeValue>> unprocessed = batchWrite(client, items(size));
            assertThat(unprocessed).hasSizeBetween(1, Math.max(1, size - 1));
            List<Map<String, AttributeValue>> all = new ArrayList<>(unprocessed);
            all.addAll(table.all());
            assertThat(all).containsExactlyInAnyOrderElementsOf(items(size));
            assertThat(batchWrite(client, unprocessed)).isEmpty();
            assertThat(table.all()).hasSize(size);
        }
    }

    private static List<Map<String, AttributeValue>> batchWrite(
            DynamoDbClient client, List<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.stream()
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        return client
                .batchWriteItem(request -> request.requestItems(Map.of(TestTable.NAME, writes)))
                .unprocessedItems()
                .getOrDefault(TestTable.NAME, List.of())
                .stream()
                .map(write -> write.putRequest().item())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 25})
    void returnsUnprocessedKeysOfABatchRead(int size) {
        table.startWith(Fault.UNPROCESSED_ITEMS);
        try (DynamoDbClient client = table.client(LONG_TIMEOUT)) {
            List<Map<String, AttributeValue>> keys = new ArrayList<>();
            items(size).forEach(item -> {
                table.putDirectly(item);
                keys.add(key(item));
            });
            BatchGetItemResponse response = client.batchGetItem(request -> request.requestItems(Map.of(
                    TestTable.NAME, KeysAndAttributes.builder().keys(keys).build())));
            List<Map<String, AttributeValue>> all = new ArrayList<>(
                    response.unprocessedKeys().get(TestTable.NAME).keys());
            assertThat(all).hasSizeBetween(1, Math.max(1, size - 1));
            response.responses().getOrDefault(TestTable.NAME, List.of()).forEach(item -> all.add(key(item)));
            assertThat(all).containsExactlyInAnyOrderElementsOf(keys);
        }
    }
}
