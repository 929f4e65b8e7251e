package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads the stream of the table independently of the two aggregators, starting at their checkpoints. So it has received
 * every record that an aggregator may not have committed yet. Used by one thread.
 */
final class StreamFollower {

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final CheckpointReader checkpoints;
    private final Consumer<EventChange> receiver;
    private final Map<String, ReadPosition> shards = new LinkedHashMap<>();
    private Map<String, Optional<String>> parents = Map.of();

    /** How far a shard is read. */
    private static final class ReadPosition {

        private SequenceNumber last;
        private String iterator;
        private boolean isEnded;

        ReadPosition(SequenceNumber last) {
            this.last = last;
        }
    }

    StreamFollower(
            DynamoDbStreamsClient streams,
            String streamArn,
            CheckpointReader checkpoints,
            Consumer<EventChange> receiver) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.checkpoints = checkpoints;
        this.receiver = receiver;
    }

    List<String> shardIds() {
        return List.copyOf(shards.keySet());
    }

    /** Whether a shard has ended and all its records have been read. */
    boolean isEnded(String shardId) {
        return shards.get(shardId).isEnded;
    }

    /** Reads all records that the stream has now. A shard is read until it returns no records. */
    void poll() {
        updateShards();
        boolean isShardEnded = false;
        for (Map.Entry<String, ReadPosition> shard : List.copyOf(shards.entrySet())) {
            isShardEnded |= read(shard.getKey(), shard.getValue());
        }
        // The children of a shard that has just ended may have records already.
        if (isShardEnded) {
            poll();
        }
    }

    /** Whether everything up to these checkpoints has been received. */
    boolean hasReached(Cut cut) {
        return cut.checkpoints().entrySet().stream().allMatch(entry -> {
            ReadPosition position = shards.get(entry.getKey().shardId());
            SequenceNumber through = entry.getValue()
                    .partial()
                    .map(Checkpoint.PartialCheckpoint::batchEnd)
                    .orElse(entry.getValue().sequenceNumber());
            return position == null || position.isEnded || position.last.compareTo(through) >= 0;
        });
    }

    /**
     * Adds new shards, and removes those that the stream no longer lists. All changes of an event after the first received
     * one must be received. So a shard that is found later is read from its start.
     */
    private void updateShards() {
        boolean isFirst = parents.isEmpty();
        Map<String, Optional<String>> listed = new LinkedHashMap<>();
        String lastShardId = null;
        do {
            String start = lastShardId;
            var description = streams.describeStream(
                            request -> request.streamArn(streamArn).exclusiveStartShardId(start))
                    .streamDescription();
            description
                    .shards()
                    .forEach(shard -> listed.put(shard.shardId(), Optional.ofNullable(shard.parentShardId())));
            lastShardId = description.lastEvaluatedShardId();
        } while (lastShardId != null);
        parents = listed;
        shards.keySet().retainAll(listed.keySet());
        if (isFirst) {
            Map<Cut.CheckpointKey, Checkpoint> stored = checkpoints.read(List.copyOf(listed.keySet()));
            listed.keySet().forEach(shardId -> shards.put(shardId, startPosition(shardId, stored)));
        }
        listed.keySet()
                .forEach(shardId -> shards.computeIfAbsent(shardId, id -> new ReadPosition(SequenceNumber.NONE)));
    }

    /** The end of a shard if both aggregators have started a descendant of it; otherwise the lower of their checkpoints. */
    private ReadPosition startPosition(String shardId, Map<Cut.CheckpointKey, Checkpoint> stored) {
        List<SequenceNumber> committed = new ArrayList<>();
        int finished = 0;
        for (EventCounter counter : EventCounter.values()) {
            Checkpoint checkpoint = stored.get(new Cut.CheckpointKey(shardId, counter));
            committed.add(checkpoint == null ? SequenceNumber.NONE : checkpoint.sequenceNumber());
            finished += stored.keySet().stream()
                            .anyMatch(key -> key.counter() == counter && isDescendant(key.shardId(), shardId))
                    ? 1
                    : 0;
        }
        ReadPosition position = new ReadPosition(Collections.min(committed));
        position.isEnded = finished == committed.size();
        return position;
    }

    private boolean isDescendant(String shardId, String ancestor) {
        Optional<String> parent = parents.getOrDefault(shardId, Optional.empty());
        return parent.isPresent() && (parent.get().equals(ancestor) || isDescendant(parent.get(), ancestor));
    }

    /** Reads a shard after its parent; returns whether it has just ended. */
    private boolean read(String shardId, ReadPosition position) {
        boolean isParentRead = parents.get(shardId)
                .map(shards::get)
                .map(parent -> parent.isEnded)
                .orElse(true);
        while (isParentRead && !position.isEnded) {
            if (position.iterator == null) {
                position.iterator = iterator(shardId, position.last);
            }
            GetRecordsResponse response;
            try {
                response = streams.getRecords(request -> request.shardIterator(position.iterator));
            } catch (ExpiredIteratorException | TrimmedDataAccessException e) {
                position.iterator = null;
                continue;
            }
            long now = System.nanoTime();
            for (Record record : response.records()) {
                position.last = SequenceNumber.parse(record.dynamodb().sequenceNumber());
                EventChange.of(shardId, record, now).ifPresent(receiver);
            }
            position.iterator = response.nextShardIterator();
            if (position.iterator == null) {
                position.isEnded = true;
                return true;
            }
            if (response.records().isEmpty()) {
                return false;
            }
        }
        return false;
    }

    private String iterator(String shardId, SequenceNumber last) {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamArn(streamArn).shardId(shardId);
        if (!last.equals(SequenceNumber.NONE)) {
            try {
                return streams.getShardIterator(request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .sequenceNumber(last.decimal())
                                .build())
                        .shardIterator();
            } catch (TrimmedDataAccessException e) {
                // The record is older than 24 hours, and so are all records before it.
            }
        }
        return streams.getShardIterator(request.shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                        .sequenceNumber(null)
                        .build())
                .shardIterator();
    }
}
