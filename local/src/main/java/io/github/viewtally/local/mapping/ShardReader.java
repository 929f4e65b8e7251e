package io.github.viewtally.local.mapping;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads one shard from its oldest record to its end and hands each record to every mapping. One reader serves them all:
 * a shard of a real stream takes no more than two.
 */
final class ShardReader implements Runnable {

    private static final int RECORDS_PER_CALL = 1_000;

    /** Between two reads that find less than a page: each read costs DynamoDB Local time that writes could have. */
    private static final int SHORTEST_IDLE_MILLIS = 25;

    private static final int LONGEST_IDLE_MILLIS = 100;
    private static final int FAULT_PAUSE_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final String shardId;
    private final RecordWriter writer;
    private final List<MappingWorker> workers;
    private final Counter recordsRead;
    private Optional<String> lastRead = Optional.empty();
    private int idleMillis = SHORTEST_IDLE_MILLIS;

    ShardReader(
            DynamoDbStreamsClient streams,
            String streamArn,
            String shardId,
            List<MappingWorker> workers,
            Counter recordsRead) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.shardId = shardId;
        this.writer = new RecordWriter(streamArn);
        this.workers = workers;
        this.recordsRead = recordsRead;
    }

    /** Runs until the shard has ended, or until interrupted. Whatever fails is tried again. */
    @Override
    public void run() {
        Optional<String> iterator = Optional.empty();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                String from = iterator.orElseGet(this::iterator);
                GetRecordsResponse read = streams.getRecords(
                        request -> request.shardIterator(from).limit(RECORDS_PER_CALL));
                handOn(read.records());
                iterator = Optional.ofNullable(read.nextShardIterator());
                if (iterator.isEmpty()) {
                    workers.forEach(MappingWorker::endOfShard);
                    return;
                }
                pauseUnlessMoreWaits(read.records().size());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExpiredIteratorException e) {
                iterator = Optional.empty();
            } catch (TrimmedDataAccessException e) {
                LOG.error("records of {} were trimmed before they were read: going on at its oldest", shardId);
                lastRead = Optional.empty();
                iterator = Optional.empty();
                pauseAfterFault();
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.warn("the stream cannot be read, trying again: {}", e.toString());
                    iterator = Optional.empty();
                    pauseAfterFault();
                }
            }
        }
    }

    private String iterator() {
        return streams.getShardIterator(request -> {
                    request.streamArn(streamArn).shardId(shardId);
                    lastRead.ifPresentOrElse(
                            sequenceNumber -> request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                    .sequenceNumber(sequenceNumber),
                            () -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
                })
                .shardIterator();
    }

    private void handOn(List<Record> records) throws InterruptedException {
        for (Record record : records) {
            DeliveredRecord delivered = writer.delivered(record);
            recordsRead.increment();
            for (MappingWorker worker : workers) {
                worker.offer(delivered);
            }
            lastRead = Optional.of(delivered.sequenceNumber());
        }
    }

    private void pauseUnlessMoreWaits(int found) throws InterruptedException {
        if (found < RECORDS_PER_CALL) {
            idleMillis = found > 0 ? SHORTEST_IDLE_MILLIS : Math.min(idleMillis * 2, LONGEST_IDLE_MILLIS);
            TimeUnit.MILLISECONDS.sleep(idleMillis);
        }
    }

    private static void pauseAfterFault() {
        try {
            TimeUnit.MILLISECONDS.sleep(FAULT_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
