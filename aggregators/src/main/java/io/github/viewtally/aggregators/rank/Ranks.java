package io.github.viewtally.aggregators.rank;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates;
import io.github.viewtally.aggregators.commit.ItemReader;
import io.github.viewtally.aggregators.commit.ItemReader.StoredItems;
import io.github.viewtally.aggregators.commit.TransactionPlan;
import io.github.viewtally.aggregators.rank.KnownRanks.StoredRank;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the ranks of summaries before a transaction changes their views, so that the same transaction also moves summaries
 * whose rank changes. A rank that cannot be read stays as it is. A rank that is wrong is corrected by the next transaction
 * that changes the views of the summary.
 */
public final class Ranks {

    private static final Logger LOG = LoggerFactory.getLogger(Ranks.class);

    private final ItemReader reader;
    private final TrendRanks trends;
    private final RankCache cache;

    public Ranks(DynamoDbClient dynamoDb, String tableName, HalfLife halfLife) {
        this.reader = new ItemReader(dynamoDb, tableName);
        this.trends = new TrendRanks(halfLife, InstantSource.system());
        this.cache = new RankCache(trends, System::nanoTime);
    }

    /**
     * Reads the ranks of the users and videos whose views the plan changes, except those that keep their rank according to the
     * cache. It makes one call at most, because a plan has fewer items than a {@code BatchGetItem} takes.
     */
    IndexUpdates read(TransactionPlan plan) {
        Map<Map<String, AttributeValue>, SummaryDelta> byKey = new HashMap<>();
        for (ItemUpdate update : plan.updates()) {
            if (update instanceof SummaryDelta summary
                    && summary.key().kind() != SummaryKey.Kind.SITE
                    && (summary.delta().views() != 0 || !summary.hourly().isZero())
                    && !cache.keepsRanks(summary)) {
                byKey.put(SummaryItems.key(summary.key()), summary);
            }
        }
        return byKey.isEmpty() ? IndexUpdates.UNKNOWN : read(byKey);
    }

    /** Removes a summary from the cache, because its transaction failed or left out the move. Its next change reads it. */
    void invalidate(SummaryKey key) {
        cache.remove(key);
    }

    private KnownRanks read(Map<Map<String, AttributeValue>, SummaryDelta> byKey) {
        Map<SummaryKey, StoredRank> stored = new HashMap<>();
        try {
            // Consistently, because an old value could move a summary back.
            StoredItems items = reader.read(byKey.keySet());
            items.byKey().forEach((key, item) -> {
                SummaryDelta summary = byKey.remove(key);
                rankOf(summary.key(), item).ifPresent(rank -> {
                    stored.put(summary.key(), rank);
                    cache.put(summary.key(), rank.viewsAfter(summary), trends.after(summary, item));
                });
            });
            if (items.isComplete()) {
                // The other summaries do not exist. The transaction creates them.
                byKey.values()
                        .forEach(summary -> cache.put(
                                summary.key(), summary.delta().views(), trends.after(summary, TrendScore.NONE)));
            }
        } catch (SdkException e) {
            LOG.info("Cannot read ranks. Some summaries keep their old rank until their next view: {}", e.toString());
        }
        return new KnownRanks(stored, trends);
    }

    private static Optional<StoredRank> rankOf(SummaryKey key, Map<String, AttributeValue> item) {
        Attributes attributes = Attributes.of(item);
        return attributes.text(Keys.GSI2SK).flatMap(sortKey -> SummaryItems.toSummary(key.kind(), attributes)
                .map(summary -> new StoredRank(
                        sortKey, Totals.nearestLong(summary.totals().views()), item)));
    }
}
