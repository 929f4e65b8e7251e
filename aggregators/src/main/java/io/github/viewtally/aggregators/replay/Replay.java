package io.github.viewtally.aggregators.replay;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import io.github.viewtally.aggregators.exactlyonce.EventCounter;
import io.github.viewtally.aggregators.exactlyonce.ExactlyOnceAggregator;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Counts batches that Lambda gave up. The shard's own position cannot tell what of such a batch is counted once the shard
 * has gone on; so a batch has a position of its own, by its shard and its range, and is counted once however often it is
 * replayed, within the 30 days for which positions are kept.
 */
public final class Replay {

    /** How long one batch may take before it is to be replayed again. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    public Replay(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /**
     * Counts what of a batch is not counted.
     *
     * @param json an object of the failure bucket
     * @return how many records have been applied, now or by an earlier replay
     * @throws IllegalArgumentException if it is no such object
     * @throws IllegalStateException if it is not all applied; what has been is remembered
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
        // The shard's position within the range says how much of the batch had been applied; before it, that nothing
        // had.
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
        long end = System.nanoTime() + LONGEST.toNanos();
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
                                .key(EventItems.key(Keys.position(counter.aggregatorName(), shardId), Keys.POSITION)))
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
