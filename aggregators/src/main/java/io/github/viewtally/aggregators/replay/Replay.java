package io.github.viewtally.aggregators.replay;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Counts batches that Lambda discarded, each batch once. The shard's checkpoint does not show whether such a batch is
 * committed, once the shard has moved on. So each replayed batch has a checkpoint of its own, named by shard and range. It
 * is kept for 30 days.
 */
public final class Replay {

    /** The timeout of one batch. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    public Replay(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /**
     * Counts the records of a batch that are not counted yet.
     *
     * @param json an object of the failure bucket
     * @return the number of records that this replay, or an earlier one, has committed
     * @throws IllegalArgumentException if the text is not such an object
     * @throws IllegalStateException if some records are not committed; a further replay continues after the others
     */
    public int replay(String json) {
        DiscardedBatch batch = DiscardedBatch.parse(json);
        Optional<BigInteger> position = position(batch.counter(), batch.shardId());
        boolean passed = position.isPresent() && position.get().compareTo(batch.last()) >= 0;
        if (passed
                && batch.crashed()
                && position(batch.counter(), batch.replayShardId()).isEmpty()) {
            throw new IllegalStateException("the last attempt at it crashed, and its shard has gone on since: how much"
                    + " of it had been applied cannot be told from here");
        }
        // A checkpoint within the range shows which records are committed. A checkpoint before it shows that none is.
        BigInteger applied = position.filter(at -> !passed).orElse(BigInteger.ZERO);
        return apply(
                batch,
                batch.event().getRecords().stream()
                        .filter(record -> isWithin(batch, sequenceNumber(record)))
                        .filter(record -> sequenceNumber(record).compareTo(applied) > 0)
                        .toList());
    }

    private int apply(DiscardedBatch batch, List<DynamodbStreamRecord> records) {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setShardId(batch.replayShardId());
        event.setRecords(records);
        long end = System.nanoTime() + TIMEOUT.toNanos();
        boolean whole = new ExactlyOnceAggregator(batch.counter(), dynamoDb, tableName)
                .handle(event, () -> (int) Math.max(0, (end - System.nanoTime()) / 1_000_000))
                .getBatchItemFailures()
                .isEmpty();
        if (!whole) {
            throw new IllegalStateException("not all of it could be applied; replay it again");
        }
        return records.size();
    }

    private Optional<BigInteger> position(EventCounter counter, String shardId) {
        return Attributes.of(dynamoDb.getItem(request -> request.tableName(tableName)
                                .consistentRead(true)
                                .key(EventItems.key(
                                        Keys.checkpoint(counter.aggregatorName(), shardId), Keys.CHECKPOINT)))
                        .item())
                .text(Keys.SEQUENCE_NUMBER)
                .map(BigInteger::new);
    }

    private static BigInteger sequenceNumber(DynamodbStreamRecord record) {
        return new BigInteger(record.getDynamodb().getSequenceNumber());
    }

    private static boolean isWithin(DiscardedBatch batch, BigInteger number) {
        return number.compareTo(batch.first()) >= 0 && number.compareTo(batch.last()) <= 0;
    }
}
