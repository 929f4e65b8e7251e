package io.github.viewtally.aggregators.audit;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.TrendItems.Place;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The trend in the summary of a video as stored at a cut, and what it should be. Only the two epochs that matter are
 * compared. Sums of older epochs and of other half-lives are not read, so they stay as they are.
 *
 * @param stored the summary; empty if it is missing
 * @param expected the weights of the views in the table, minus what is deferred in checkpoints, by epoch
 * @param latestEpoch the latest epoch that is taken into account
 */
record AuditedTrend(
        SummaryKey video,
        HalfLife halfLife,
        Map<String, AttributeValue> stored,
        TrendScore expected,
        long latestEpoch) {

    AuditedTrend {
        requireNonNull(video, "video");
        requireNonNull(expected, "expected");
    }

    /** The stored sums minus the expected sums, by attribute; without zeros. */
    Map<String, Long> drift() {
        TrendScore sums = TrendItems.score(stored, halfLife);
        Map<String, Long> drift = new TreeMap<>();
        compared().byEpoch().forEach((epoch, sum) -> {
            long difference = sums.byEpoch().getOrDefault(epoch, 0L) - sum;
            if (difference != 0) {
                drift.put(TrendItems.attribute(halfLife, epoch), difference);
            }
        });
        return drift;
    }

    /** The expected sums of the epochs that matter. */
    private TrendScore compared() {
        Map<Long, Long> sums = new TreeMap<>();
        TrendItems.score(stored, halfLife).byEpoch().keySet().forEach(epoch -> sums.put(epoch, 0L));
        sums.putAll(expected.byEpoch());
        return new TrendScore(sums).upTo(latestEpoch);
    }

    /** Whether the summary has a sum of this half-life. Otherwise it was counted before there was one. */
    boolean isCounted() {
        return stored.keySet().stream().anyMatch(this::isOfHalfLife);
    }

    /** The sums that are not integers of 64 bits, as stored. */
    Map<String, AttributeValue> damaged() {
        Map<String, AttributeValue> damaged = new LinkedHashMap<>();
        stored.forEach((name, value) -> {
            if (isOfHalfLife(name)
                    && Optional.ofNullable(value.n())
                            .map(BigDecimal::new)
                            .flatMap(Totals::exactLong)
                            .isEmpty()) {
                damaged.put(name, value);
            }
        });
        return damaged;
    }

    /** The attributes of the place in the list by trend, if the stored place differs. */
    Map<String, AttributeValue> missingPlace() {
        TrendScore score = compared();
        if (score.newestEpoch().isEmpty()) {
            return Map.of();
        }
        Place place = Place.of(video, halfLife, score);
        return Optional.of(place).equals(Place.stored(stored))
                ? Map.of()
                : Map.of(
                        Keys.GSI3PK, AttributeValue.fromS(place.partition()),
                        Keys.GSI3SK, AttributeValue.fromS(place.sortKey()));
    }

    /** The stored sums that must be zero if the summary has no events. */
    List<String> sums() {
        return compared().byEpoch().keySet().stream()
                .map(epoch -> TrendItems.attribute(halfLife, epoch))
                .toList();
    }

    private boolean isOfHalfLife(String name) {
        return TrendItems.isAttribute(halfLife, name);
    }
}
