package io.github.viewtally.aggregators.commit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.aggregators.change.ItemUpdate.SummaryDelta;
import io.github.viewtally.aggregators.commit.IndexUpdates.Create;
import io.github.viewtally.aggregators.commit.IndexUpdates.Move;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes the parts of an update expression that change the trend of a video. */
final class TrendClauses {

    private final HalfLife halfLife;

    TrendClauses(HalfLife halfLife) {
        this.halfLife = requireNonNull(halfLife, "halfLife");
    }

    /** Returns what follows in the clause ADD: a sum of weights for each epoch. */
    String add(SummaryDelta summary, Map<String, AttributeValue> values) {
        StringBuilder clause = new StringBuilder();
        halfLife.weigh(summary.hourly()).byEpoch().forEach((epoch, weight) -> {
            String name = TrendItems.attribute(halfLife, epoch);
            clause.append(", ").append(name).append(" :").append(name);
            values.put(":" + name, AttributeValue.fromN(Long.toString(weight)));
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
