package io.github.viewtally.aggregators.commit;

import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.change.ViewerEffects;
import io.github.viewtally.aggregators.change.ViewerEffects.Effect;
import io.github.viewtally.aggregators.commit.Checkpoint.PartialCheckpoint;
import io.github.viewtally.aggregators.commit.ItemReader.StoredItems;
import io.github.viewtally.aggregators.commit.KnownViewers.Stored;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import io.github.viewtally.model.table.ViewerItems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads the viewers that a batch may change. All reads are consistent. Thread-safe. */
public final class ViewerReader {

    private static final Logger LOG = LoggerFactory.getLogger(ViewerReader.class);

    /** A {@code BatchGetItem} takes 100 keys (Amazon DynamoDB guide, "Quotas"). */
    private static final int KEYS_AT_ONCE = 100;

    /** The first views of a user and a video usually show whether one counts. If not, all further pages are large. */
    private static final int FIRST_VIEWS = 20;

    private static final KeysAndAttributes PROJECTION = KeysAndAttributes.builder()
            .projectionExpression(String.join(", ", Keys.PK, Keys.SK, Keys.EXPIRED, "#partitions"))
            .expressionAttributeNames(Map.of("#partitions", Keys.PARTITIONS))
            .build();

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final ItemReader reader;
    private final Executor readers;
    private final ViewerCache cache;

    /**
     * Creates a reader.
     *
     * @param readers runs the calls
     */
    public ViewerReader(DynamoDbClient dynamoDb, String tableName, Executor readers, ViewerCache cache) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.reader = new ItemReader(dynamoDb, tableName);
        this.readers = readers;
        this.cache = cache;
    }

    ViewerCache cache() {
        return cache;
    }

    /** The checkpoint for which the cache is valid; empty if another function has counted records since. */
    Optional<SequenceNumber> cachedCheckpoint(String shardId, Backoff backoff) {
        Optional<SequenceNumber> cached = cache.checkpoint(shardId);
        if (cached.isEmpty()) {
            return cached;
        }
        try {
            Map<String, AttributeValue> stored = new ParallelReads(readers, backoff)
                    .call(() -> dynamoDb.getItem(request -> request.tableName(tableName)
                            .key(CheckpointItems.key(EventCounter.VIEWS.aggregatorName(), shardId))
                            .consistentRead(true)))
                    .item();
            return cached.filter(checkpoint -> Attributes.of(stored)
                    .text(Keys.SEQUENCE_NUMBER)
                    .filter(checkpoint.padded()::equals)
                    .isPresent());
        } catch (SdkException e) {
            LOG.info("Cannot read a checkpoint. The viewers of the batch are read: {}", e.toString());
            return Optional.empty();
        }
    }

    /**
     * Reads the viewers that some changes may add or remove, except those that the partial checkpoint includes already.
     *
     * @param usesCache whether to skip viewers that exist according to the cache
     * @throws SdkException if a call fails, and there is no time to repeat it
     */
    KnownViewers read(
            String shardId,
            List<Change> changes,
            Optional<PartialCheckpoint> partial,
            boolean usesCache,
            Backoff backoff) {
        ParallelReads reads = new ParallelReads(readers, backoff);
        Map<Viewer, Effect> effects = effects(changes, partial);
        Map<Viewer, Map<String, AttributeValue>> keys = new HashMap<>();
        Map<Viewer, Stored> stored = new HashMap<>();
        effects.forEach((viewer, effect) -> {
            if (usesCache && effect.isOnlyAdded() && cache.contains(shardId, viewer)) {
                stored.put(viewer, new Stored(true, false, false));
            } else {
                keys.put(viewer, ViewerItems.key(viewer));
            }
        });
        Map<Map<String, AttributeValue>, Attributes> items = read(keys.values(), reads);
        Set<Viewer> withViews = viewersWithViews(effects, reads);
        Set<String> videos = new HashSet<>();
        keys.forEach((viewer, key) -> {
            Attributes item = items.get(key);
            stored.put(
                    viewer,
                    new Stored(item != null, item != null && ViewerItems.isExpired(item), withViews.contains(viewer)));
            if (item == null) {
                videos.add(viewer.videoId());
            }
        });
        return new KnownViewers(stored, partitions(videos, reads));
    }

    private static Map<Viewer, Effect> effects(List<Change> changes, Optional<PartialCheckpoint> partial) {
        Map<Viewer, Effect> effects = ViewerEffects.of(changes).byViewer();
        if (partial.isPresent()) {
            Set<Viewer> later = ViewerEffects.of(changes.stream()
                            .filter(change -> change.sequenceNumber()
                                            .compareTo(partial.get().batchEnd())
                                    > 0)
                            .toList())
                    .byViewer()
                    .keySet();
            Optional<String> lastItem = partial.map(PartialCheckpoint::lastItem);
            effects.keySet().removeIf(viewer -> !KnownViewers.isAfter(viewer, lastItem) && !later.contains(viewer));
        }
        return effects;
    }

    private Map<String, Integer> partitions(Set<String> videos, ParallelReads reads) {
        Map<String, Map<String, AttributeValue>> keys = new HashMap<>();
        videos.forEach(video -> keys.put(video, SpreadItems.key(video)));
        Map<Map<String, AttributeValue>, Attributes> items = read(keys.values(), reads);
        Map<String, Integer> partitions = new HashMap<>();
        keys.forEach((video, key) -> {
            if (items.containsKey(key)) {
                partitions.put(video, SpreadItems.partitions(items.get(key)));
            }
        });
        return partitions;
    }

    private Map<Map<String, AttributeValue>, Attributes> read(
            Collection<Map<String, AttributeValue>> keys, ParallelReads reads) {
        List<Map<String, AttributeValue>> all = List.copyOf(keys);
        List<Supplier<Map<Map<String, AttributeValue>, Attributes>>> calls = new ArrayList<>();
        for (int from = 0; from < all.size(); from += KEYS_AT_ONCE) {
            List<Map<String, AttributeValue>> some = all.subList(from, Math.min(all.size(), from + KEYS_AT_ONCE));
            calls.add(() -> readAtOnce(some, reads));
        }
        Map<Map<String, AttributeValue>, Attributes> items = new HashMap<>();
        reads.run(calls).forEach(items::putAll);
        return items;
    }

    /** Each call reads what the calls before have not. */
    private Map<Map<String, AttributeValue>, Attributes> readAtOnce(
            List<Map<String, AttributeValue>> keys, ParallelReads reads) {
        Map<Map<String, AttributeValue>, Attributes> items = new HashMap<>();
        Set<Map<String, AttributeValue>> unread = new HashSet<>(keys);
        return reads.call(() -> {
            StoredItems read = reader.read(unread, PROJECTION);
            read.byKey().forEach((key, item) -> items.put(key, Attributes.of(item)));
            unread.retainAll(read.unread());
            if (!unread.isEmpty()) {
                throw SdkClientException.create("some viewers are not read, because the table is throttled");
            }
            return items;
        });
    }

    /** The viewers who have lost a view and have another one in the table. */
    private Set<Viewer> viewersWithViews(Map<Viewer, Effect> effects, ParallelReads reads) {
        List<Viewer> removed = effects.entrySet().stream()
                .filter(effect -> effect.getValue().isRemoved())
                .map(Map.Entry::getKey)
                .toList();
        Set<Viewer> withViews = new HashSet<>();
        reads.run(removed.stream()
                        .<Supplier<Optional<Viewer>>>map(
                                viewer -> () -> Optional.of(viewer).filter(one -> hasView(one, reads)))
                        .toList())
                .forEach(found -> found.ifPresent(withViews::add));
        return withViews;
    }

    /** Views that are too short to count are filtered out, because there may be many. */
    private boolean hasView(Viewer viewer, ParallelReads reads) {
        QueryRequest next = QueryRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .keyConditionExpression(Keys.PK + " = :user AND begins_with(" + Keys.SK + ", :views)")
                .filterExpression("attribute_not_exists(#counts) OR #counts <> :zero")
                .expressionAttributeNames(Map.of("#counts", Keys.COUNTS))
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromS(Keys.user(viewer.userId())),
                        ":views", AttributeValue.fromS(Keys.viewSort(viewer.videoId(), "")),
                        ":zero", AttributeValue.fromN("0")))
                .limit(FIRST_VIEWS)
                .build();
        QueryResponse page;
        do {
            QueryRequest query = next;
            page = reads.call(() -> dynamoDb.query(query));
            if (page.items().stream().anyMatch(item -> isViewOf(viewer, item))) {
                return true;
            }
            next = query.toBuilder()
                    .exclusiveStartKey(page.lastEvaluatedKey())
                    .limit(null)
                    .build();
        } while (!page.lastEvaluatedKey().isEmpty());
        return false;
    }

    private static boolean isViewOf(Viewer viewer, Map<String, AttributeValue> item) {
        return ViewerEffects.viewer(EventCounter.VIEWS.read(Attributes.of(item)))
                .filter(viewer::equals)
                .isPresent();
    }
}
