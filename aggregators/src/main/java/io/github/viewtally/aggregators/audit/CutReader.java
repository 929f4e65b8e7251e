package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.Cut.CheckpointKey;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.commit.Checkpoint;
import io.github.viewtally.model.SummaryKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads summaries and hours together with the checkpoints up to which they include the records of the stream. */
final class CutReader {

    /** With fewer items in a transaction, most of its cost would be the checkpoints. */
    private static final int MIN_ITEMS = 5;

    private static final int ATTEMPTS = 50;

    private final CheckpointReader reader;
    private final StreamFollower stream;
    private final RecentChanges changes;
    private final AuditSettings settings;
    private final ReadBudget budget;

    CutReader(
            CheckpointReader reader,
            StreamFollower stream,
            RecentChanges changes,
            AuditSettings settings,
            ReadBudget budget) {
        this.reader = reader;
        this.stream = stream;
        this.changes = changes;
        this.settings = settings;
        this.budget = budget;
    }

    /**
     * Reads items and returns for each one the cut that contains it. All records that the cuts include are then received.
     *
     * @param items the user or video of each item, by the item's name
     */
    Map<String, Cut> read(Map<String, SummaryKey> items) {
        Set<String> drained = drainedShards();
        List<String> shardIds = stream.shardIds().stream()
                .filter(shardId -> !drained.contains(shardId))
                .toList();
        int size = reader.itemsPerCut(shardIds.size());
        if (size < MIN_ITEMS) {
            return readBetweenCheckpoints(items, shardIds, drained);
        }
        Map<String, Cut> cuts = new HashMap<>();
        List<String> names = List.copyOf(items.keySet());
        for (int from = 0; from < names.size(); from += size) {
            List<String> some = names.subList(from, Math.min(names.size(), from + size));
            Cut cut = reader.cut(keys(some), shardIds, drained);
            some.forEach(name -> cuts.put(name, cut));
        }
        awaitRecordsOf(Set.copyOf(cuts.values()));
        return cuts;
    }

    /** The shards that have ended and whose records are all committed and in their items. */
    private Set<String> drainedShards() {
        List<String> ended = stream.shardIds().stream().filter(stream::isEnded).toList();
        Cut committed = new Cut(Map.of(), reader.read(ended), Set.of());
        return Set.copyOf(ended.stream()
                .filter(shardId -> changes.ofShard(shardId).allMatch(committed::isCommitted))
                .filter(committed::isNothingDeferred)
                .toList());
    }

    /**
     * Reads the items between two reads of all checkpoints, for a stream with more shards than one transaction can read. An
     * item is read again if one of its records was committed between them, or if its deferred changes differ.
     */
    private Map<String, Cut> readBetweenCheckpoints(
            Map<String, SummaryKey> items, List<String> shardIds, Set<String> drained) {
        Map<String, Cut> cuts = new HashMap<>();
        List<String> unread = List.copyOf(items.keySet());
        for (int attempt = 0; attempt < ATTEMPTS && !unread.isEmpty(); attempt++) {
            Map<CheckpointKey, Checkpoint> before = reader.read(shardIds);
            Map<String, Map<String, AttributeValue>> read = reader.readItems(keys(unread));
            Cut first = new Cut(read, before, drained);
            Cut last = new Cut(read, reader.read(shardIds), drained);
            awaitRecordsOf(Set.of(last));
            List<String> changed = new ArrayList<>();
            for (String name : unread) {
                if (isUnchanged(name, items.get(name), first, last)) {
                    cuts.put(name, first);
                } else {
                    changed.add(name);
                }
            }
            unread = changed;
        }
        if (!unread.isEmpty()) {
            throw new IllegalStateException("the checkpoints move at each read of " + unread.get(0));
        }
        return cuts;
    }

    private boolean isUnchanged(String name, SummaryKey subject, Cut first, Cut last) {
        return first.deferred(name).equals(last.deferred(name))
                && changes.of(subject).values().stream().flatMap(List::stream).allMatch(change -> Stream.concat(
                                Stream.of(name),
                                ViewerMeasurement.viewers(change).map(ItemUpdate::nameOf))
                        .allMatch(item -> isUnchanged(item, change, first, last)));
    }

    private static boolean isUnchanged(String item, EventChange change, Cut first, Cut last) {
        return Stream.of(EventCounter.values())
                .allMatch(counter -> first.includes(item, counter, change) == last.includes(item, counter, change));
    }

    private static Map<String, Map<String, AttributeValue>> keys(List<String> names) {
        Map<String, Map<String, AttributeValue>> keys = new LinkedHashMap<>();
        names.forEach(name -> keys.put(name, AuditedItem.key(name)));
        return keys;
    }

    /** Waits until all records that are committed now are received. */
    void awaitCommitted() {
        awaitRecordsOf(Set.of(new Cut(Map.of(), reader.read(stream.shardIds()), Set.of())));
    }

    /** Waits until all records that the cuts include are received. */
    private void awaitRecordsOf(Set<Cut> cuts) {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        stream.poll();
        while (!cuts.stream().allMatch(stream::hasReached)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the stream does not return the records that are committed already");
            }
            budget.pause(settings.streamDelay().toMillis() / 4);
            stream.poll();
        }
    }
}
