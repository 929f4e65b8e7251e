package io.github.viewtally.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import io.github.viewtally.local.stack.MappingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShardDeliveryTest {

    private static final Instant START = Instant.parse("2022-01-02T00:00:00Z");
    private static final Map<String, String> STATE = Map.of("kept", "as it was");

    private final ShardDelivery delivery = new ShardDelivery(
            new MappingSettings("m", "f", List.of(), 3, Duration.ofSeconds(1), Duration.ofSeconds(60)), "shard");

    @Test
    void deliversAFullBatchAtOnce() {
        offer(1, 2);
        assertThat(delivery.due(START)).isEmpty();
        offer(3, 4);
        assertThat(sequence(due(START))).containsExactly("1", "2", "3");
    }

    @Test
    void deliversASmallBatchAfterTheBatchingWindow() {
        offer(1);
        assertThat(delivery.due(START.plusMillis(999))).isEmpty();
        assertThat(delivery.nextDue()).contains(START.plusSeconds(1));
        assertThat(sequence(due(START.plusSeconds(1)))).containsExactly("1");
    }

    @Test
    void continuesAfterTheProcessedRecords() {
        offer(1, 2, 3, 4);
        succeed(due(START));
        assertThat(sequence(due(START.plusSeconds(1)))).containsExactly("4");
    }

    @Test
    void retriesTheSameRecordsAfterAnError() {
        offer(1, 2, 3);
        delivery.failed(due(START), START);
        offer(4);
        assertThat(delivery.due(START)).isEmpty();
        assertThat(sequence(due(START.plusSeconds(10)))).containsExactly("1", "2", "3");
    }

    @Test
    void retriesFromTheFirstFailedRecord() {
        offer(1, 2, 3, 4);
        delivery.succeeded(due(START), new FunctionResponse(STATE, List.of("3", "2")), START);
        assertThat(sequence(due(START.plusSeconds(10)))).containsExactly("2", "3");
    }

    @Test
    void retriesAllIfTheFailureIsNotInTheBatch() {
        offer(1, 2, 3);
        delivery.succeeded(due(START), new FunctionResponse(STATE, List.of("99")), START);
        assertThat(sequence(due(START.plusSeconds(10)))).containsExactly("1", "2", "3");
    }

    @Test
    void doublesThePauseAfterEachFailureUntilSuccess() {
        offer(1, 2, 3);
        delivery.failed(due(START), START);
        assertThat(delivery.nextDue()).contains(START.plusMillis(100));
        assertThat(delivery.due(START.plusMillis(99))).isEmpty();
        Instant second = START.plusMillis(100);
        delivery.failed(due(second), second);
        assertThat(delivery.due(second.plusMillis(199))).isEmpty();
        succeed(due(second.plusMillis(200)));
        offer(4, 5, 6);
        assertThat(due(second.plusMillis(200)).records()).hasSize(3);
    }

    @Test
    void keepsTheStateOfAWindowUntilItsFinalInvocation() {
        offer(1, 2, 3);
        Invocation first = due(START);
        assertThat(first.state()).isEmpty();
        assertThat(first.windowStart()).isEqualTo(START);
        assertThat(first.windowEnd()).isEqualTo(START.plusSeconds(60));
        succeed(first);
        assertThat(delivery.nextDue()).contains(START.plusSeconds(60));

        Invocation last = due(START.plusSeconds(60));
        assertThat(last.isFinal()).isTrue();
        assertThat(last.records()).isEmpty();
        assertThat(last.state()).isEqualTo(STATE);
        succeed(last);
        assertThat(delivery.due(START.plusSeconds(61))).isEmpty();
    }

    @Test
    void separatesRecordsOfTwoWindows() {
        delivery.offer(record(1, START), START);
        delivery.offer(record(2, START.plusSeconds(60)), START);
        Invocation first = due(START);
        assertThat(sequence(first)).containsExactly("1");
        succeed(first);
        Invocation last = due(START);
        assertThat(last.isFinal()).isTrue();
        succeed(last);
        Invocation next = due(START.plusSeconds(1));
        assertThat(sequence(next)).containsExactly("2");
        assertThat(next.state()).isEmpty();
        assertThat(next.windowStart()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void limitsThePayloadOfABatch() {
        String large = "x".repeat(ShardDelivery.MAX_PAYLOAD / 2);
        for (int i = 1; i <= 3; i++) {
            delivery.offer(new DeliveredRecord(Integer.toString(i), START.getEpochSecond(), large), START);
        }
        assertThat(sequence(due(START))).containsExactly("1", "2");
    }

    private void offer(int... sequenceNumbers) {
        for (int sequenceNumber : sequenceNumbers) {
            delivery.offer(record(sequenceNumber, START), START);
        }
    }

    private static DeliveredRecord record(int sequenceNumber, Instant created) {
        return new DeliveredRecord(Integer.toString(sequenceNumber), created.getEpochSecond(), "{}");
    }

    private Invocation due(Instant now) {
        return delivery.due(now).orElseThrow();
    }

    private void succeed(Invocation invocation) {
        delivery.succeeded(invocation, FunctionResponse.success(STATE), START);
    }

    private static List<String> sequence(Invocation invocation) {
        return invocation.records().stream()
                .map(DeliveredRecord::sequenceNumber)
                .toList();
    }
}
