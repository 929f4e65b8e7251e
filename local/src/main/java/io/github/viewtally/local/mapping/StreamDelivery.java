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
 * Feeds every mapping from the streams of one table, stream by stream, shard by shard, parents before children, always
 * from the oldest record there is. It keeps no checkpoint: the positions that the aggregators keep in the table make
 * repeats harmless. One thread starts it, asks it and closes it.
 */
public final class StreamDelivery implements AutoCloseable {

    /** A mapping of the template, ready to run. */
    public record Mapping(MappingSettings settings, RecordFilter filter, FunctionInvoker function) {}

    private static final Logger LOG = LoggerFactory.getLogger(StreamDelivery.class);

    private final DynamoDbStreamsClient streams;
    private final List<Mapping> mappings;
    private final BooleanSupplier tableIsThere;
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
     * Makes a delivery that reads nothing yet.
     *
     * @param tableIsThere whether the table still exists; nothing is delivered while it does not
     */
    StreamDelivery(
            DynamoDbStreamsClient streams,
            List<Mapping> mappings,
            BooleanSupplier tableIsThere,
            DeliveryMetrics metrics) {
        this.streams = requireNonNull(streams, "streams");
        this.mappings = List.copyOf(mappings);
        this.tableIsThere = requireNonNull(tableIsThere, "tableIsThere");
        this.metrics = requireNonNull(metrics, "metrics");
    }

    /**
     * Starts to deliver every shard that is ready. A stream's shards wait until all streams before it have been delivered.
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

    /** Whether a shard has been delivered to its end, so that another may be ready. */
    boolean hasMoved() {
        return running.entrySet().stream()
                .anyMatch(entry -> !delivered.contains(entry.getKey())
                        && entry.getValue().stream().allMatch(Future::isDone));
    }

    /** Since when a shard has not been readable; empty if all are read. */
    Optional<Instant> unreadSince() {
        return failures.oldest();
    }

    /** A stream is forgotten a day after it was disabled. */
    private List<Shard> shards(String streamArn) {
        try {
            return StreamShards.list(streams, streamArn);
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
    }

    /** A shard is ready when its parent has been delivered to its end, or has been trimmed from the stream. */
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
                        tableIsThere))
                .toList();
        List<Future<?>> tasks = new ArrayList<>();
        workers.forEach(worker -> tasks.add(threads.submit(worker)));
        tasks.add(threads.submit(new ShardReader(
                streams, streamArn, shardId, workers, metrics.recordsRead(), failures, InstantSource.system())));
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
