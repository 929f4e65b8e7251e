package io.github.viewtally.cli.events;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads all views and votes of a table with consistent reads, in segments that are read at the same time (Amazon DynamoDB
 * guide, "Scanning tables", parallel scan).
 */
public final class TableScan {
    private static final int MAX_SEGMENTS = 100;

    private final DynamoDbClient client;
    private final String table;
    private final int segments;

    /** Receives the pages of a segment, one after the other, on a separate thread. */
    @FunctionalInterface
    public interface PageHandler {

        /**
         * Handles a page.
         *
         * @param next the key after which the next page starts; empty after the last page of the segment
         * @return whether to continue
         */
        boolean page(int segment, List<Map<String, AttributeValue>> items, Map<String, AttributeValue> next)
                throws InterruptedException;
    }

    TableScan(DynamoDbClient client, String table, int segments) {
        this.client = requireNonNull(client);
        this.table = requireNonNull(table);
        this.segments = segments;
        if (segments < 1 || segments > MAX_SEGMENTS) {
            throw new IllegalArgumentException("--segments must be from 1 to " + MAX_SEGMENTS + ": " + segments);
        }
    }

    public String table() {
        return table;
    }

    public int segments() {
        return segments;
    }

    /** Returns the starts of a scan of the whole table. */
    public Map<Integer, Map<String, AttributeValue>> allSegments() {
        return IntStream.range(0, segments).boxed().collect(Collectors.toMap(Function.identity(), segment -> Map.of()));
    }

    /**
     * Reads segments and returns when all are read. If one fails, the others end at their next page.
     *
     * @param starts the key after which each segment starts, or an empty key; the segments that it lacks are not read
     * @throws SdkException if a segment cannot be read
     */
    public void read(Map<Integer, Map<String, AttributeValue>> starts, PageHandler handler)
            throws InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(segments);
        try {
            List<Callable<Void>> readers = new ArrayList<>();
            starts.forEach((segment, start) -> readers.add(() -> {
                readSegment(segment, start, handler, failed);
                return null;
            }));
            for (Future<Void> reader : threads.invokeAll(readers)) {
                reader.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void readSegment(int segment, Map<String, AttributeValue> start, PageHandler handler, AtomicBoolean failed)
            throws InterruptedException {
        try {
            Map<String, AttributeValue> next = start;
            boolean isWanted;
            do {
                ScanResponse page = client.scan(request(segment, next));
                next = page.lastEvaluatedKey();
                isWanted = handler.page(segment, page.items(), next);
            } while (isWanted && !next.isEmpty() && !failed.get());
        } catch (RuntimeException e) {
            failed.set(true);
            throw e;
        }
    }

    private ScanRequest request(int segment, Map<String, AttributeValue> start) {
        return ScanRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .segment(segment)
                .totalSegments(segments)
                .filterExpression("#type IN (:view, :vote)")
                .expressionAttributeNames(Map.of("#type", Keys.TYPE))
                .expressionAttributeValues(Map.of(
                        ":view", AttributeValue.fromS(Keys.TYPE_VIEW), ":vote", AttributeValue.fromS(Keys.TYPE_VOTE)))
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .build();
    }
}
