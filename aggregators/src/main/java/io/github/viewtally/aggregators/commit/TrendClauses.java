package io.github.viewtally.aggregators.commit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates.Create;
import io.github.viewtally.aggregators.commit.IndexUpdates.Move;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes the parts of an update expression that change the trend of a video. */
final class TrendClauses {

    /** An expression has at most 4 KB ("Quotas" in the guide of DynamoDB), and an epoch takes up to 45 bytes of it. */
    static final int MAX_EPOCHS = 32;

    private final HalfLife halfLife;
    private final InstantSource clock;

    TrendClauses(HalfLife halfLife, InstantSource clock) {
        this.halfLife = requireNonNull(halfLife, "halfLife");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Returns what follows in the clause ADD: a sum of weights for each epoch that matters, now or later. An epoch more than
     * one before the newest of the delta never does, because the newest stored epoch never becomes older.
     */
    String add(SummaryDelta summary, Map<String, AttributeValue> values) {
        StringBuilder clause = new StringBuilder();
        TrendScore added = halfLife.weigh(summary.hourly()).from(halfLife.latestEpoch(clock.instant()));
        added.byEpoch().entrySet().stream().limit(MAX_EPOCHS).forEach(entry -> {
            String name = TrendItems.attribute(halfLife, entry.getKey());
            clause.append(", ").append(name).append(" :").append(name);
            values.put(":" + name, AttributeValue.fromN(Long.toString(entry.getValue())));
        });
        return clause.toString();
    }

    /** Returns a part of the clause SET that gives a new video a place, and keeps a stored one. */
    static String create(Create create, Map<String, AttributeValue> values) {
        return create.trend()
                .map(place -> {
                    putValues(place, values);
                    return Keys.GSI3PK + " = if_not_exists(" + Keys.GSI3PK + ", :trendPartition), " + Keys.GSI3SK
                            + " = if_not_exists(" + Keys.GSI3SK + ", :trendRank), ";
                })
                .orElse("");
    }

    /** Returns a part of the clause SET that gives a video a place. */
    static String set(Place place, Map<String, AttributeValue> values) {
        putValues(place, values);
        return Keys.GSI3PK + " = :trendPartition, " + Keys.GSI3SK + " = :trendRank";
    }

    /** Returns the clause REMOVE, or nothing. */
    static String remove(Move move) {
        return move.removed().isEmpty() ? "" : " REMOVE " + String.join(", ", move.removed());
    }

    private static void putValues(Place place, Map<String, AttributeValue> values) {
        values.put(":trendPartition", AttributeValue.fromS(place.partition()));
        values.put(":trendRank", AttributeValue.fromS(place.sortKey()));
    }
}
