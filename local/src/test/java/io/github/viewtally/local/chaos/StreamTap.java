package io.github.viewtally.local.chaos;

import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Reads the stream of the table once and returns the records of each history. */
final class StreamTap implements AutoCloseable {

    private static final int PAUSE_MILLIS = 10;
    private static final int TIMEOUT_SECONDS = 60;

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final Map<String, List<Record>> collected = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<Record>>> ended = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::read, "stream-tap");

    StreamTap(DynamoDbStreamsClient streams, String streamArn) {
        this.streams = streams;
        this.streamArn = streamArn;
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the end of a history and returns the records of its events in order. */
    List<Record> await(Namespace namespace) {
        try {
            return history(namespace.name()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the stream did not contain the end of " + namespace, e);
        }
    }

    private CompletableFuture<List<Record>> history(String name) {
        return ended.computeIfAbsent(name, none -> new CompletableFuture<>());
    }

    private void read() {
        try {
            readUntilClosed();
        } catch (AbortedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilClosed() {
        String shardId = streams.describeStream(request -> request.streamArn(streamArn))
                .streamDescription()
                .shards()
                .get(0)
                .shardId();
        String iterator = streams.getShardIterator(request ->
                        request.streamArn(streamArn).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (!Thread.currentThread().isInterrupted()) {
            String from = iterator;
            GetRecordsResponse read = streams.getRecords(request -> request.shardIterator(from));
            read.records().forEach(this::collect);
            iterator = read.nextShardIterator();
            if (read.records().isEmpty() && !pause()) {
                return;
            }
        }
    }

    private void collect(Record record) {
        Map<String, AttributeValue> key = record.dynamodb().keys();
        String partition = key.get(Keys.PK).s();
        if (!partition.startsWith("USER#") || key.get(Keys.SK).s().equals(Keys.SUMMARY)) {
            return;
        }
        String name = Namespace.of(partition);
        if (key.get(Keys.SK).s().equals("END")) {
            history(name).complete(collected.getOrDefault(name, List.of()));
        } else {
            collected.computeIfAbsent(name, none -> new ArrayList<>()).add(record);
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
