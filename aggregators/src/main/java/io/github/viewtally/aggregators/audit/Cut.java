package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourlyViews;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Some items and all checkpoints at one moment. The items include exactly the records up to these checkpoints, minus what is
 * deferred in the checkpoints.
 *
 * @param items the stored items by name; a missing item is not contained
 * @param checkpoints the stored checkpoints; a missing one is not contained
 * @param drained the shards whose records are all in the items
 */
record Cut(
        Map<String, Map<String, AttributeValue>> items,
        Map<CheckpointKey, Checkpoint> checkpoints,
        Set<String> drained) {

    /** Identifies the checkpoint of an aggregator in a shard. */
    record CheckpointKey(String shardId, EventCounter counter) {}

    /** Whether an item with this name includes a record. */
    boolean includes(String itemName, EventCounter counter, EventChange change) {
        return includes(itemName, counter, change.shardId(), change.sequenceNumber());
    }

    /** Whether an item with this name includes a record of a shard. */
    boolean includes(String itemName, EventCounter counter, String shardId, SequenceNumber sequenceNumber) {
        return drained.contains(shardId) || sequenceNumber.compareTo(through(itemName, counter, shardId)) <= 0;
    }

    /** Whether the cut has the checkpoint of a shard. Otherwise the shard is newer than the cut, or ended long before it. */
    boolean knows(String shardId, EventCounter counter) {
        return drained.contains(shardId) || checkpoint(shardId, counter).isPresent();
    }

    /** Whether all items include a record. */
    boolean isCommitted(EventChange change) {
        return change.counters().allMatch(counter -> checkpoint(change.shardId(), counter)
                .filter(checkpoint -> change.sequenceNumber().compareTo(checkpoint.sequenceNumber()) <= 0)
                .isPresent());
    }

    /** The changes of an item that are deferred in the checkpoints, so that the stored item lacks them. */
    Counts deferred(String itemName) {
        return checkpoints.values().stream()
                .map(checkpoint -> checkpoint.deferred().missingIn(itemName))
                .reduce(Counts.ZERO, Counts::plus);
    }

    /** The views by hour that are deferred in the checkpoints, so that the trend in the stored summary lacks them. */
    HourlyViews deferredHourly(String itemName) {
        return checkpoints.values().stream()
                .map(checkpoint -> checkpoint.deferred().hourlyMissingIn(itemName))
                .reduce(HourlyViews.NONE, HourlyViews::plus);
    }

    /** Whether no checkpoint of a shard holds changes for any item. */
    boolean isNothingDeferred(String shardId) {
        return Stream.of(EventCounter.values())
                .flatMap(counter -> checkpoint(shardId, counter).stream())
                .allMatch(checkpoint -> checkpoint.deferred().isEmpty());
    }

    private Optional<Checkpoint> checkpoint(String shardId, EventCounter counter) {
        return Optional.ofNullable(checkpoints.get(new CheckpointKey(shardId, counter)));
    }

    private SequenceNumber through(String itemName, EventCounter counter, String shardId) {
        Optional<Checkpoint> checkpoint = checkpoint(shardId, counter);
        return checkpoint
                .flatMap(Checkpoint::partial)
                .filter(partial -> itemName.compareTo(partial.lastItem()) <= 0)
                .map(Checkpoint.PartialCheckpoint::batchEnd)
                .or(() -> checkpoint.map(Checkpoint::sequenceNumber))
                .orElse(SequenceNumber.NONE);
    }

    /**
     * The value of an event when an item was read; empty if there was none or the counter does not count it.
     *
     * @param changes the changes of the event, the oldest first
     */
    Optional<EventValue> valueIn(String name, EventCounter counter, List<EventChange> changes) {
        Optional<EventValue> value = changes.get(0).before();
        for (EventChange change : changes) {
            if (!includes(name, counter, change)) {
                break;
            }
            value = change.after();
        }
        return value.filter(event -> event.counter() == counter);
    }
}
