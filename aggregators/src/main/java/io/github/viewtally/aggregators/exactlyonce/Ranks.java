package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Keeps the summaries in the place of the top lists that their views give them. It reads where they stand before a group is
 * applied, and the transaction that moves the counters moves those that are about to be misplaced, so that a move costs no
 * call of its own. It is no part of counting: what cannot be read stays where it is, and a place that another writer has
 * made wrong in the meantime is made right by the next group that changes the views of the same summary.
 */
final class Ranks {

    private static final Logger LOG = LoggerFactory.getLogger(Ranks.class);

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final RankCache memory = new RankCache(System::nanoTime);

    Ranks(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /** Where summaries stand, as far as that is known. */
    record KnownRanks(Map<SummaryKey, Place> known) {

        static final KnownRanks UNKNOWN = new KnownRanks(Map.of());

        private record Place(String is, long views) {}

        /**
         * Whether the summary has been seen there, with all that places it. If it loses that in between, it is no longer
         * taken for one that has, and is given it when it is counted to again.
         */
        boolean has(SummaryKey subject) {
            return known.containsKey(subject);
        }

        /** Where the summary must be moved to when its counters move; empty if it stays. */
        Optional<String> move(SummaryKey subject, Counts delta) {
            Place place = known.get(subject);
            if (place == null) {
                return Optional.empty();
            }
            return Optional.of(Keys.summaryRank(subject, Totals.nearestSum(place.views(), delta.views())))
                    .filter(should -> !should.equals(place.is()));
        }
    }

    /**
     * Reads where the summaries stand whose views a group changes, if they are not known to stay where they are. It is one
     * call, for a group holds fewer than that takes.
     */
    KnownRanks places(TransactionPlan group) {
        Map<Map<String, AttributeValue>, ItemUpdate.Summary> byKey = new HashMap<>();
        for (ItemUpdate item : group.items()) {
            if (item instanceof ItemUpdate.Summary summary
                    && summary.delta().views() != 0
                    && !memory.stays(summary.subject(), summary.delta())) {
                byKey.put(SummaryItems.key(summary.subject()), summary);
            }
        }
        return byKey.isEmpty() ? KnownRanks.UNKNOWN : places(byKey);
    }

    private KnownRanks places(Map<Map<String, AttributeValue>, ItemUpdate.Summary> byKey) {
        Map<SummaryKey, KnownRanks.Place> known = new HashMap<>();
        try {
            BatchGetItemResponse read = read(byKey.keySet());
            for (Map<String, AttributeValue> item : read.responses().getOrDefault(tableName, List.of())) {
                ItemUpdate.Summary summary =
                        byKey.remove(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)));
                place(summary.subject(), Attributes.of(item)).ifPresent(place -> {
                    long views =
                            Totals.nearestSum(place.views(), summary.delta().views());
                    known.put(summary.subject(), place);
                    memory.saw(summary.subject(), Keys.summaryRank(summary.subject(), views), views);
                });
            }
            if (read.unprocessedKeys().isEmpty()) {
                byKey.values().forEach(this::rememberNew);
            }
        } catch (SdkException e) {
            LOG.info(
                    "some summaries keep their place in the top lists until they are counted to again: {}",
                    e.toString());
        }
        return new KnownRanks(known);
    }

    /** What is not there yet begins in the place of what is counted to it now. */
    private void rememberNew(ItemUpdate.Summary summary) {
        long views = summary.delta().views();
        memory.saw(summary.subject(), Keys.summaryRank(summary.subject(), views), views);
    }

    private static Optional<KnownRanks.Place> place(SummaryKey subject, Attributes item) {
        return item.text(Keys.GSI2SK).flatMap(is -> SummaryItems.toSummary(subject.kind(), item)
                .map(summary -> new KnownRanks.Place(
                        is, Totals.nearestLong(summary.totals().views()))));
    }

    /** Consistent, lest a summary be moved back. Keys left unprocessed are left for the next group that concerns them. */
    private BatchGetItemResponse read(Collection<Map<String, AttributeValue>> keys) {
        KeysAndAttributes asked = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(true)
                .projectionExpression("PK, SK, #type, userId, videoId, #views, GSI2SK")
                .expressionAttributeNames(Map.of("#type", Keys.TYPE, "#views", Keys.VIEWS))
                .build();
        return dynamoDb.batchGetItem(request -> request.requestItems(Map.of(tableName, asked)));
    }
}
