package io.github.viewtally.local.mapping;

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
 * Delivery of one shard's records to one function: cuts them into batches by the mapping's settings, and delivers again
 * what was not processed. It knows nothing of threads and clocks: it is told the time, and says what is due.
 *
 * <p>The rules are those of the AWS Lambda guide, "Using AWS Lambda with Amazon DynamoDB" and "Stateful DynamoDB stream
 * processing": a batch goes out when it is full, when it has waited for the batching window, or when its tumbling window
 * ends; after a failure the same records go out again, from the first failed one on, before any others.
 */
public final class ShardDelivery {

    /** Lambda's limit for the payload of a synchronous invocation, less the envelope of the batch. */
    static final int MAX_PAYLOAD = 6 * 1024 * 1024 - 4_096;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final MappingSettings settings;
    private final String shardId;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Optional<Long> openWindow = Optional.empty();
    private Map<String, String> state = Map.of();
    private int toRetry;
    private Duration pause = FIRST_PAUSE;
    private Instant notBefore = Instant.MIN;

    private record Waiting(DeliveredRecord record, Instant since) {}

    public ShardDelivery(MappingSettings settings, String shardId) {
        this.settings = settings;
        this.shardId = shardId;
    }

    /** Takes a record that has passed the filter, behind those taken before. */
    public void offer(DeliveredRecord record, Instant now) {
        waiting.add(new Waiting(record, now));
    }

    /** How many records wait, those of a batch under way included. */
    public int waiting() {
        return waiting.size();
    }

    /** When the oldest record that waits was created. */
    Optional<Instant> oldestWaiting() {
        return Optional.ofNullable(waiting.peekFirst())
                .map(first -> Instant.ofEpochSecond(first.record().createdEpochSecond()));
    }

    /** The invocation to make now, if one is due. It stands until {@link #succeeded} or {@link #failed} is told. */
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

    /** When something may be due, as far as is known now; empty if nothing will be before the next record. */
    public Optional<Instant> nextDue() {
        if (toRetry > 0 || laterWindowWaits()) {
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

    /** An open window ends when records of a later one wait, or when its time is over and nothing waits. */
    private boolean windowHasEnded(Instant now) {
        return laterWindowWaits()
                || waiting.isEmpty()
                        && openWindow
                                .filter(window -> !endOf(window).isAfter(now))
                                .isPresent();
    }

    private boolean laterWindowWaits() {
        return !waiting.isEmpty()
                && openWindow
                        .filter(window -> windowOf(waiting.getFirst().record()) > window)
                        .isPresent();
    }

    /** How many records from the first on may go out together: same window, no more than the batch and payload hold. */
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

    /** All or, by its failures, the first part of the invocation has been processed. */
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
        pause = FIRST_PAUSE;
        state = invocation.isFinal() ? Map.of() : response.state();
        openWindow = invocation.isFinal() ? Optional.empty() : Optional.of(windowStarting(invocation.windowStart()));
    }

    /** The function ended with an error, or it answered nothing that can be understood: all is to be delivered again. */
    public void failed(Invocation invocation, Instant now) {
        toRetry = invocation.records().size();
        pauseBeforeRetry(now);
    }

    private void pauseBeforeRetry(Instant now) {
        notBefore = now.plus(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    /** A name that is not in the batch makes the whole of it a failure, as Lambda has it. */
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
