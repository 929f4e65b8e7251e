package io.github.viewtally.benchmarks.http;

import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A process that writes views with the SDK only, over the same HTTP client as the API. A command is {@code put} or
 * {@code batch}, the number of calls in flight, and the milliseconds. The result is {@code <items per second> <median
 * microseconds of a call>}.
 */
public final class RawSdkWriter {

    private static final int BATCH = 25;

    private final DynamoDbAsyncClient client;
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() * 1_000);

    private RawSdkWriter(URI endpoint) {
        client = DynamoDbAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(AwsCrtAsyncHttpClient.builder().maxConcurrency(128))
                .build();
    }

    public static void main(String[] args) {
        RawSdkWriter sdk = new RawSdkWriter(URI.create(args[0]));
        Commands.serve("ready", sdk::run);
    }

    private String run(String command) throws Exception {
        String[] words = command.split(" ");
        boolean single = words[0].equals("put");
        int inFlight = Integer.parseInt(words[1]);
        long start = System.nanoTime();
        long stop = start + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2]));
        AtomicLong calls = new AtomicLong();
        ConcurrentLinkedQueue<Double> micros = new ConcurrentLinkedQueue<>();
        CompletableFuture<?>[] loops = IntStream.range(0, inFlight)
                .mapToObj(i -> loop(single, new Random(i), stop, calls, micros))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(loops).get(60 + Long.parseLong(words[2]) / 1_000, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        return calls.get() * (single ? 1 : BATCH) / seconds + " " + Numbers.median(micros);
    }

    private CompletableFuture<?> loop(
            boolean single, Random random, long stop, AtomicLong calls, ConcurrentLinkedQueue<Double> micros) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        next(single, random, stop, calls, micros, end);
        return end;
    }

    private void next(
            boolean single,
            Random random,
            long stop,
            AtomicLong calls,
            ConcurrentLinkedQueue<Double> micros,
            CompletableFuture<Void> end) {
        long sent = System.nanoTime();
        (single ? put(random) : batch(random)).whenComplete((done, failure) -> {
            if (failure != null) {
                end.completeExceptionally(failure);
                return;
            }
            calls.incrementAndGet();
            micros.add((System.nanoTime() - sent) / 1e3);
            if (System.nanoTime() < stop) {
                next(single, random, stop, calls, micros, end);
            } else {
                end.complete(null);
            }
        });
    }

    private CompletableFuture<?> put(Random random) {
        return client.putItem(request -> request.tableName(Tables.NAME).item(item(random)));
    }

    private CompletableFuture<?> batch(Random random) {
        List<WriteRequest> writes = IntStream.range(0, BATCH)
                .mapToObj(i -> WriteRequest.builder()
                        .putRequest(put -> put.item(item(random)))
                        .build())
                .toList();
        return client.batchWriteItem(request -> request.requestItems(Map.of(Tables.NAME, writes)))
                .thenAccept(response -> {
                    if (!response.unprocessedItems().isEmpty()) {
                        throw new CompletionException(new IllegalStateException("unprocessed items"));
                    }
                });
    }

    private Map<String, AttributeValue> item(Random random) {
        long micros = clock.incrementAndGet();
        Instant time = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
        return EventItems.toItem(new View(
                Integer.toString(random.nextInt(10_000)),
                Integer.toString(random.nextInt(1_000)),
                random.nextInt(600),
                Timestamps.format(time)));
    }
}
