package io.github.viewtally.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.local.stack.FunctionSettings;
import io.github.viewtally.local.stack.MappingSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MappingWorkerTest {

    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicBoolean tableExists = new AtomicBoolean();
    private final AtomicInteger invoked = new AtomicInteger();
    private final MappingWorker worker = new MappingWorker(
            "mapping",
            new RecordFilter(List.of()),
            new FunctionInvoker(
                    (event, context) -> {
                        invoked.addAndGet(event.getRecords().size());
                        return new TimeWindowEventResponse(Map.of(), List.of());
                    },
                    new FunctionSettings("function", "Handler", Duration.ofSeconds(5)),
                    "arn"),
            new ShardDelivery(
                    new MappingSettings("mapping", "function", List.of(), 10, Duration.ZERO, Duration.ofMinutes(1)),
                    "shard"),
            new MappingMetrics(new SimpleMeterRegistry(), "mapping", Optional::empty),
            () -> {
                checks.incrementAndGet();
                return tableExists.get();
            });

    @Test
    void doesNotInvokeTheFunctionWhileTheTableDoesNotExist() throws Exception {
        worker.offer(new DeliveredRecord("1", 0, "{}"));
        worker.endOfShard();
        Thread thread = new Thread(worker);
        thread.start();
        await().until(() -> checks.get() >= 2);
        assertThat(invoked).hasValue(0);
        assertThat(worker.oldestWaiting()).isPresent();

        tableExists.set(true);
        thread.join();
        assertThat(invoked).hasValue(1);
    }
}
