package io.github.viewtally.local.mapping;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.stack.MappingSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Feeds every mapping from the stream, shard by shard, parents before children, always from the oldest record there is.
 * It keeps no checkpoint: the positions that the aggregators keep in the table make repeats harmless.
 */
public final class StreamDelivery implements AutoCloseable {

    /** A mapping of the template, ready to run. */
    public record Mapping(MappingSettings settings, RecordFilter filter, FunctionInvoker function) {}

    private static final int DISCOVERY_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(StreamDelivery.class);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final List<Mapping> mappings;
    private final Counter recordsRead;
    private final Map<Mapping, MappingMetrics> metrics = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "event-source-mapping");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, List<Future<?>>> running = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private final ReadFailures failures = new ReadFailures();

    private StreamDelivery(
            DynamoDbStreamsClient streams, String streamArn, List<Mapping> mappings, MeterRegistry registry) {
        this.streams = requireNonNull(streams, "streams");
        this.streamArn = requireNonNull(streamArn, "streamArn");
        this.mappings = List.copyOf(mappings);
        this.recordsRead = Counter.builder("mapping.records.read")
                .description("Records read from the stream, once for all mappings")
                .register(registry);
        mappings.forEach(mapping -> metrics.put(
                mapping, new MappingMetrics(registry, mapping.settings().name())));
    }

    /** Begins to deliver, in threads of its own. */
    public static StreamDelivery start(
            DynamoDbStreamsClient streams, String streamArn, List<Mapping> mappings, MeterRegistry registry) {
        StreamDelivery delivery = new StreamDelivery(streams, streamArn, mappings, registry);
        delivery.threads.submit(delivery::discover);
        return delivery;
    }

    private void discover() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    startReadyShards(StreamShards.list(streams, streamArn));
                } catch (RuntimeException e) {
                    LOG.warn("the shards of the stream cannot be listed, trying again: {}", e.getMessage());
                }
                TimeUnit.MILLISECONDS.sleep(DISCOVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A shard is ready when its parent has been delivered to its end, or has been trimmed from the stream. */
    private void startReadyShards(List<Shard> shards) {
        running.forEach((shardId, tasks) -> {
            if (tasks.stream().allMatch(Future::isDone)) {
                delivered.add(shardId);
            }
        });
        Set<String> listed = new HashSet<>();
        shards.forEach(shard -> listed.add(shard.shardId()));
        running.keySet().removeIf(shardId -> !listed.contains(shardId) && delivered.remove(shardId));
        shards.stream()
                .filter(shard -> !running.containsKey(shard.shardId()))
                .filter(shard -> !listed.contains(shard.parentShardId()) || delivered.contains(shard.parentShardId()))
                .forEach(shard -> running.put(shard.shardId(), start(shard.shardId())));
    }

    private List<Future<?>> start(String shardId) {
        List<MappingWorker> workers = mappings.stream()
                .map(mapping -> new MappingWorker(
                        mapping.settings().name(),
                        mapping.filter(),
                        mapping.function(),
                        new ShardDelivery(mapping.settings(), shardId),
                        metrics.get(mapping)))
                .toList();
        List<Future<?>> tasks = new ArrayList<>();
        workers.forEach(worker -> tasks.add(threads.submit(worker)));
        tasks.add(threads.submit(
                new ShardReader(streams, streamArn, shardId, workers, recordsRead, failures, InstantSource.system())));
        return tasks;
    }

    /** Stops; what has been read and not delivered is delivered after the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("a function still runs; what it does not finish is delivered after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
