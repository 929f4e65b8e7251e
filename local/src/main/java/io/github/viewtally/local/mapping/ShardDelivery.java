package io.github.viewtally.local.mapping;

import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import io.github.viewtally.local.stack.MappingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The delivery of one shard's records to one function. It splits the records into batches by the mapping's settings and
 * decides which batch is due at a given time. It has no threads and no clock. Not thread-safe.
 *
 * <p>The rules are those of the AWS Lambda guide, "Using AWS Lambda with Amazon DynamoDB" and "Stateful DynamoDB stream
 * processing". A batch is due when it is full, when it has waited for the batching window, or when its tumbling window
 * ends. After a failure, the records from the first failed one on are delivered again before any others.
 */
public final class ShardDelivery {

    /** Lambda's limit for the payload of a synchronous invocation, minus the envelope of the batch. */
    static final int MAX_PAYLOAD = 6 * 1024 * 1024 - 4_096;

    private static final Duration MIN_RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_RETRY_PAUSE = Duration.ofSeconds(5);

    private final MappingSettings settings;
    private final String shardId;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Optional<Long> openWindow = Optional.empty();
    private Map<String, String> state = Map.of();
    private int toRetry;
    private Duration pause = MIN_RETRY_PAUSE;
    private Instant notBefore = Instant.MIN;

    private record Waiting(DeliveredRecord record, Instant since) {}

    /** Creates a delivery without records. */
    public ShardDelivery(MappingSettings settings, String shardId) {
        this.settings = settings;
        this.shardId = shardId;
    }

    /** Adds a record that has passed the filter to the end of the queue. */
    public void offer(DeliveredRecord record, Instant now) {
        waiting.add(new Waiting(record, now));
    }

    /** Number of queued records, including those of an invocation in progress. */
    public int waiting() {
        return waiting.size();
    }

    /** Creation time of the oldest queued record; empty if none is queued. */
    Optional<Instant> oldestWaiting() {
        return Optional.ofNullable(waiting.peekFirst())
                .map(first -> Instant.ofEpochSecond(first.record().createdEpochSecond()));
    }

    /** Returns the invocation that is due, if any. Report its result with {@link #succeeded} or {@link #failed}. */
    public Optional<Invocation> due(Instant now) {
        if (now.isBefore(notBefore)) {
            return Optional.empty();
        }
        if (toRetry > 0) {
            return Optional.of(invocation(toRetry, false));
        }
        if (windowHasEnded(now)) {
            return Optional.of(invocation(0, true));
        }
        int batch = batchLength();
        return batch > 0 && isDue(batch, now) ? Optional.of(invocation(batch, false)) : Optional.empty();
    }

    /** The next time at which an invocation may be due; empty if none is due before another record arrives. */
    public Optional<Instant> nextDue() {
        if (toRetry > 0 || laterWindowIsQueued()) {
            return Optional.of(notBefore);
        }
        Optional<Instant> due = waiting.isEmpty()
                ? openWindow.map(this::endOf)
                : Optional.of(waiting.getFirst().since().plus(settings.batchingWindow()));
        return due.map(time -> time.isBefore(notBefore) ? notBefore : time);
    }

    private boolean isDue(int batch, Instant now) {
        boolean full = batch == settings.batchSize() || batch < waiting.size();
        return full
                || !waiting.getFirst().since().plus(settings.batchingWindow()).isAfter(now);
    }

    /** An open window ends when a record of a later window is queued, or when its time is over and no record is queued. */
    private boolean windowHasEnded(Instant now) {
        return laterWindowIsQueued()
                || waiting.isEmpty()
                        && openWindow
                                .filter(window -> !endOf(window).isAfter(now))
                                .isPresent();
    }

    private boolean laterWindowIsQueued() {
        return !waiting.isEmpty()
                && openWindow
                        .filter(window -> windowOf(waiting.getFirst().record()) > window)
                        .isPresent();
    }

    /** Number of records in the next batch: of the same window, within the batch size and the payload limit. */
    private int batchLength() {
        int length = 0;
        long payload = 0;
        long window = waiting.isEmpty() ? 0 : effectiveWindow(waiting.getFirst().record());
        for (Waiting next : waiting) {
            payload += next.record().json().length();
            boolean fits = length < settings.batchSize() && (payload <= MAX_PAYLOAD || length == 0);
            if (!fits || effectiveWindow(next.record()) != window) {
                break;
            }
            length++;
        }
        return length;
    }

    private Invocation invocation(int length, boolean isFinal) {
        List<DeliveredRecord> batch = new ArrayList<>(length);
        waiting.stream().limit(length).forEach(next -> batch.add(next.record()));
        long window = isFinal ? openWindow.orElseThrow() : effectiveWindow(batch.get(0));
        return new Invocation(shardId, batch, startOf(window), endOf(window), state, isFinal);
    }

    /** Removes the processed records: all of the invocation, or those before the first failure in the response. */
    public void succeeded(Invocation invocation, FunctionResponse response, Instant now) {
        int processed = response.checkpoint()
                .map(checkpoint -> indexOf(checkpoint, invocation.records()))
                .orElse(invocation.records().size());
        for (int i = 0; i < processed; i++) {
            waiting.removeFirst();
        }
        if (response.checkpoint().isPresent()) {
            toRetry = invocation.records().size() - processed;
            pauseBeforeRetry(now);
            return;
        }
        toRetry = 0;
        pause = MIN_RETRY_PAUSE;
        state = invocation.isFinal() ? Map.of() : response.state();
        openWindow = invocation.isFinal() ? Optional.empty() : Optional.of(windowStarting(invocation.windowStart()));
    }

    /** Schedules a retry of the whole invocation after an error. */
    public void failed(Invocation invocation, Instant now) {
        toRetry = invocation.records().size();
        pauseBeforeRetry(now);
    }

    private void pauseBeforeRetry(Instant now) {
        notBefore = now.plus(pause);
        pause = pause.multipliedBy(2).compareTo(MAX_RETRY_PAUSE) > 0 ? MAX_RETRY_PAUSE : pause.multipliedBy(2);
    }

    /** As in Lambda, the whole batch has failed if the sequence number is not in it. */
    private static int indexOf(String sequenceNumber, List<DeliveredRecord> records) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).sequenceNumber().equals(sequenceNumber)) {
                return i;
            }
        }
        return 0;
    }

    private long effectiveWindow(DeliveredRecord record) {
        return Math.max(windowOf(record), openWindow.orElse(Long.MIN_VALUE));
    }

    private long windowOf(DeliveredRecord record) {
        return Math.floorDiv(
                record.createdEpochSecond(), settings.tumblingWindow().toSeconds());
    }

    private long windowStarting(Instant start) {
        return start.getEpochSecond() / settings.tumblingWindow().toSeconds();
    }

    private Instant startOf(long window) {
        return Instant.ofEpochSecond(window * settings.tumblingWindow().toSeconds());
    }

    private Instant endOf(long window) {
        return startOf(window + 1);
    }
}
