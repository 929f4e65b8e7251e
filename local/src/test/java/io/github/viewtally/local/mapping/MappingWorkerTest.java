package io.github.viewtally.local.mapping;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.local.mapping.DeliveryMetrics.MappingMetrics;
import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.local.stack.FunctionSettings;
import io.github.viewtally.local.stack.MappingSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MappingWorkerTest {

    private static final TimeWindowEventResponse SUCCESS = new TimeWindowEventResponse(Map.of(), List.of());

    private final AtomicInteger received = new AtomicInteger();
    private final AtomicBoolean tableExists = new AtomicBoolean();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile Supplier<TimeWindowEventResponse> function = () -> SUCCESS;
    private final MappingWorker worker = new MappingWorker(
            "mapping",
            new RecordFilter(List.of()),
            new FunctionInvoker(
                    (event, context) -> {
                        received.addAndGet(event.getRecords().size());
                        return function.get();
                    },
                    new FunctionSettings("function", "Handler", Duration.ofSeconds(5)),
                    "arn"),
            new ShardDelivery(
                    new MappingSettings("mapping", "function", List.of(), 10, Duration.ZERO, Duration.ofMinutes(1)),
                    "shard"),
            new MappingMetrics(registry, "mapping", Optional::empty),
            tableExists::get);

    @Test
    void doesNotAskForTheTableIfTheFunctionSucceeds() throws Exception {
        start().join();
        assertThat(received).hasValue(1);
        assertThat(worker.oldestWaiting()).isEmpty();
    }

    @Test
    void countsNoRetryWhileTheTableDoesNotExist() throws Exception {
        function = () -> {
            throw new IllegalStateException("no table");
        };
        Thread thread = start();
        await().until(() -> received.get() >= 2);
        function =
                () -> new TimeWindowEventResponse(Map.of(), List.of(new TimeWindowEventResponse.BatchItemFailure("1")));
        int before = received.get();
        await().until(() -> received.get() >= before + 2);
        assertThat(worker.oldestWaiting()).isPresent();
        assertThat(retried()).isZero();

        tableExists.set(true);
        await().until(() -> retried() > 0);
        function = () -> SUCCESS;
        thread.join();
        assertThat(worker.oldestWaiting()).isEmpty();
    }

    private Thread start() throws InterruptedException {
        worker.offer(new DeliveredRecord("1", 0, "{}"));
        worker.endOfShard();
        Thread thread = new Thread(worker);
        thread.start();
        return thread;
    }

    private double retried() {
        return registry.get("mapping.records.retried").counter().count();
    }
}
