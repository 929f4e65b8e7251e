package io.github.viewtally.local.mapping;

import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads one shard from its oldest record to its end and passes each record to every mapping. All mappings share one reader,
 * because DynamoDB recommends at most two readers per shard.
 */
final class ShardReader implements Runnable {

    /** The time for which a stream keeps a record. */
    static final Duration RETENTION = Duration.ofHours(24);

    private static final int RECORDS_PER_CALL = 1_000;

    /** Pause after a read that returns less than a page. Reads slow down the writes of DynamoDB Local. */
    private static final int MIN_IDLE_MILLIS = 25;

    private static final int MAX_IDLE_MILLIS = 100;
    private static final int ERROR_PAUSE_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final String shardId;
    private final RecordWriter writer;
    private final List<MappingWorker> workers;
    private final Counter recordsRead;
    private final ReadFailures failures;
    private final InstantSource clock;
    private Optional<String> lastRead = Optional.empty();

    /** No unread record is older than this time; empty until the first read after a start at the oldest record. */
    private Optional<Instant> unreadAfter = Optional.empty();

    private int idleMillis = MIN_IDLE_MILLIS;

    ShardReader(
            DynamoDbStreamsClient streams,
            String streamArn,
            String shardId,
            List<MappingWorker> workers,
            Counter recordsRead,
            ReadFailures failures,
            InstantSource clock) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.shardId = shardId;
        this.writer = new RecordWriter(streamArn);
        this.workers = workers;
        this.recordsRead = recordsRead;
        this.failures = failures;
        this.clock = clock;
    }

    /** Runs until the end of the shard or until interrupted. Failed reads are retried. */
    @Override
    public void run() {
        Optional<String> iterator = Optional.empty();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                iterator = read(iterator);
                failures.succeeded(shardId);
                if (iterator.isEmpty()) {
                    workers.forEach(MappingWorker::endOfShard);
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExpiredIteratorException e) {
                iterator = Optional.empty();
            } catch (RuntimeException | Error e) {
                // A reader that ended with an error would look as if it had read the whole shard.
                if (!Thread.currentThread().isInterrupted()) {
                    failures.failed(shardId, e);
                    iterator = Optional.empty();
                    pause(ERROR_PAUSE_MILLIS);
                }
            }
        }
    }

    /** Reads once and returns the next iterator; empty at the end of the shard. */
    private Optional<String> read(Optional<String> iterator) throws InterruptedException {
        Instant readAt = clock.instant();
        try {
            GetRecordsResponse read = getRecords(iterator.orElseGet(this::iterator));
            passOn(read.records());
            if (read.records().isEmpty()) {
                unreadAfter = Optional.of(readAt);
            }
            if (read.nextShardIterator() != null) {
                pauseUnlessPageIsFull(read.records().size());
            }
            return Optional.ofNullable(read.nextShardIterator());
        } catch (TrimmedDataAccessException e) {
            startAtOldest(readAt);
            return isTrimmedToItsEnd() ? Optional.empty() : Optional.of(iterator());
        } catch (ResourceNotFoundException e) {
            // The whole shard has been trimmed, or its stream no longer exists.
            startAtOldest(readAt);
            return Optional.empty();
        }
    }

    /**
     * Continues at the oldest available record. Usually no record has been lost: DynamoDB Local also rejects an iterator if
     * all earlier records have been read or none existed.
     */
    private void startAtOldest(Instant now) throws InterruptedException {
        if (unreadAfter.filter(after -> after.isBefore(now.minus(RETENTION))).isPresent()) {
            LOG.error(
                    "records of {} may have been trimmed before they were read: no read succeeded since {}",
                    shardId,
                    unreadAfter.get());
        }
        lastRead = Optional.empty();
        unreadAfter = Optional.empty();
        pauseUnlessPageIsFull(0);
    }

    /** Returns whether the shard is closed and its last record trimmed. DynamoDB Local does not report the end then. */
    private boolean isTrimmedToItsEnd() {
        Optional<String> end = TableStreams.endOfShard(streams, streamArn, shardId);
        if (end.isEmpty()) {
            return false;
        }
        try {
            getRecords(iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, end));
            return false;
        } catch (TrimmedDataAccessException e) {
            return true;
        }
    }

    private GetRecordsResponse getRecords(String iterator) {
        return streams.getRecords(request -> request.shardIterator(iterator).limit(RECORDS_PER_CALL));
    }

    private String iterator() {
        return lastRead.isPresent()
                ? iterator(ShardIteratorType.AFTER_SEQUENCE_NUMBER, lastRead)
                : iterator(ShardIteratorType.TRIM_HORIZON, Optional.empty());
    }

    private String iterator(ShardIteratorType type, Optional<String> sequenceNumber) {
        return streams.getShardIterator(request -> request.streamArn(streamArn)
                        .shardId(shardId)
                        .shardIteratorType(type)
                        .sequenceNumber(sequenceNumber.orElse(null)))
                .shardIterator();
    }

    private void passOn(List<Record> records) throws InterruptedException {
        for (Record record : records) {
            DeliveredRecord delivered = writer.write(record);
            recordsRead.increment();
            for (MappingWorker worker : workers) {
                worker.offer(delivered);
            }
            lastRead = Optional.of(delivered.sequenceNumber());
            unreadAfter = Optional.of(Instant.ofEpochSecond(delivered.createdEpochSecond()));
        }
    }

    private void pauseUnlessPageIsFull(int found) throws InterruptedException {
        if (found < RECORDS_PER_CALL) {
            idleMillis = found > 0 ? MIN_IDLE_MILLIS : Math.min(idleMillis * 2, MAX_IDLE_MILLIS);
            TimeUnit.MILLISECONDS.sleep(idleMillis);
        }
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
