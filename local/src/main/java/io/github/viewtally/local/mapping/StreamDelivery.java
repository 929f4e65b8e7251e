package io.github.viewtally.local.mapping;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.local.stack.MappingSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Delivers the streams of one table to all mappings: older streams before newer ones, parent shards before their children,
 * each shard from its oldest record. It stores no checkpoint. Repeated records are harmless because the aggregators
 * store checkpoints in the table. One thread calls its methods.
 */
public final class StreamDelivery implements AutoCloseable {

    /** A mapping of the template with its filter and its function. */
    public record Mapping(MappingSettings settings, RecordFilter filter, FunctionInvoker function) {}

    private static final Logger LOG = LoggerFactory.getLogger(StreamDelivery.class);

    private final DynamoDbStreamsClient streams;
    private final List<Mapping> mappings;
    private final BooleanSupplier tableExists;
    private final DeliveryMetrics metrics;
    private final ReadFailures failures = new ReadFailures();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "event-source-mapping");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, List<Future<?>>> running = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();

    /**
     * Creates a delivery that does not read yet.
     *
     * @param tableExists whether the table still exists; while it does not, no records are delivered
     */
    StreamDelivery(
            DynamoDbStreamsClient streams,
            List<Mapping> mappings,
            BooleanSupplier tableExists,
            DeliveryMetrics metrics) {
        this.streams = requireNonNull(streams, "streams");
        this.mappings = List.copyOf(mappings);
        this.tableExists = requireNonNull(tableExists, "tableExists");
        this.metrics = requireNonNull(metrics, "metrics");
    }

    /**
     * Starts the delivery of all shards that are ready. A stream starts when all older streams have been delivered.
     *
     * @param streamArns the streams of the table, the oldest first
     */
    void startReadyShards(List<String> streamArns) {
        running.forEach((shardId, tasks) -> {
            if (tasks.stream().allMatch(Future::isDone)) {
                delivered.add(shardId);
            }
        });
        Set<String> listed = new HashSet<>();
        for (String streamArn : streamArns) {
            List<Shard> shards = shards(streamArn);
            shards.forEach(shard -> listed.add(shard.shardId()));
            startReadyShards(streamArn, shards, listed);
            if (!delivered.containsAll(shards.stream().map(Shard::shardId).toList())) {
                break;
            }
        }
        running.keySet().removeIf(shardId -> !listed.contains(shardId) && delivered.remove(shardId));
    }

    /** Returns whether a shard has been delivered completely since the last start, so that others may be ready. */
    boolean hasFinishedShards() {
        return running.entrySet().stream()
                .anyMatch(entry -> !delivered.contains(entry.getKey())
                        && entry.getValue().stream().allMatch(Future::isDone));
    }

    /** Time since which a shard cannot be read; empty if all shards are read. */
    Optional<Instant> unreadSince() {
        return failures.oldest();
    }

    /** Returns the shards of a stream; none if the stream no longer exists, a day after it was disabled. */
    private List<Shard> shards(String streamArn) {
        try {
            return TableStreams.shards(streams, streamArn);
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
    }

    /** A shard is ready when its parent has been delivered completely or is no longer in the stream. */
    private void startReadyShards(String streamArn, List<Shard> shards, Set<String> listed) {
        shards.stream()
                .filter(shard -> !running.containsKey(shard.shardId()))
                .filter(shard -> !listed.contains(shard.parentShardId()) || delivered.contains(shard.parentShardId()))
                .forEach(shard -> running.put(shard.shardId(), start(streamArn, shard.shardId())));
    }

    private List<Future<?>> start(String streamArn, String shardId) {
        List<MappingWorker> workers = mappings.stream()
                .map(mapping -> new MappingWorker(
                        mapping.settings().name(),
                        mapping.filter(),
                        mapping.function().ofStream(streamArn),
                        new ShardDelivery(mapping.settings(), shardId),
                        metrics.of(mapping.settings().name()),
                        tableExists))
                .toList();
        List<Future<?>> tasks = new ArrayList<>();
        workers.forEach(worker -> tasks.add(threads.submit(worker)));
        tasks.add(threads.submit(new ShardReader(
                streams, streamArn, shardId, workers, metrics.recordsRead(), failures, InstantSource.system())));
        return tasks;
    }

    /** Stops the delivery. Records that have not been delivered are delivered after the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn(
                        "a function is still running; records that it does not finish are delivered after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
