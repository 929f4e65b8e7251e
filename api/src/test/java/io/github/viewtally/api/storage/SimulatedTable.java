package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A table in simulated time. Each partition of the index takes a number of writes per second, with a burst of one second. A
 * batch whose writes are all throttled fails, as in DynamoDB. It checks that writes to one key are never in flight twice.
 */
final class SimulatedTable implements BatchWriter {

    private static final double SECOND = 1e9;

    /** The batches that were sent. */
    final List<List<ItemWrite>> batches = new ArrayList<>();

    /** Receives each write that is stored. */
    Consumer<ItemWrite> stored = write -> {};

    private final Scheduler scheduler;
    private final double partitionWrites;
    private final Map<String, double[]> buckets = new HashMap<>();
    private final Set<ItemWrite.ItemKey> inFlight = new HashSet<>();

    /** Returns the milliseconds until the response to a batch. */
    ToLongFunction<List<ItemWrite>> latency = writes -> 5;

    /** Returns the failure of a batch that is not throttled; null if it succeeds. */
    Function<List<ItemWrite>, Throwable> failure = writes -> null;

    SimulatedTable(Scheduler scheduler, double partitionWrites) {
        this.scheduler = scheduler;
        this.partitionWrites = partitionWrites;
    }

    @Override
    public Future<Set<ItemWrite.ItemKey>> write(List<ItemWrite> writes) {
        assertThat(writes).hasSizeBetween(1, MAX_ITEMS);
        batches.add(writes);
        writes.forEach(write -> assertThat(inFlight.add(write.key())).isTrue());
        Promise<Set<ItemWrite.ItemKey>> response = Promise.promise();
        scheduler.runAfter(latency.applyAsLong(writes), () -> {
            writes.forEach(write -> inFlight.remove(write.key()));
            respond(writes, response);
        });
        return response.future();
    }

    private void respond(List<ItemWrite> writes, Promise<Set<ItemWrite.ItemKey>> response) {
        Throwable failed = failure.apply(writes);
        if (failed != null) {
            response.fail(failed);
            return;
        }
        Set<ItemWrite.ItemKey> throttled = new HashSet<>();
        for (ItemWrite write : writes) {
            if (isThrottled(write)) {
                throttled.add(write.key());
            } else {
                stored.accept(write);
            }
        }
        if (throttled.size() == writes.size()) {
            response.fail(WriteQueueFixture.error(400, "ProvisionedThroughputExceededException"));
        } else {
            response.complete(throttled);
        }
    }

    private boolean isThrottled(ItemWrite write) {
        String partition = write.videoId()
                .map(video -> write.attributes().get(Keys.GSI1PK).s())
                .orElse(write.lane());
        double now = scheduler.nanoTime() / SECOND;
        double[] bucket = buckets.computeIfAbsent(partition, first -> new double[] {partitionWrites, now});
        bucket[0] = Math.min(partitionWrites, bucket[0] + (now - bucket[1]) * partitionWrites);
        bucket[1] = now;
        if (bucket[0] < 1) {
            return true;
        }
        bucket[0]--;
        return false;
    }

    @Override
    public void close() {}
}
