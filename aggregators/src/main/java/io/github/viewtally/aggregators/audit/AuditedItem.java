package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SummaryItems;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A summary or an hour as stored at a cut, and what it should hold.
 *
 * @param name its partition key and sort key, joined by a slash
 * @param stored the item; empty if it is missing
 * @param expected the sum over the events in the table, minus what is deferred in checkpoints
 * @param trend the trend in the summary of a video; empty for any other item
 * @param viewer the viewer, if the item is one
 */
record AuditedItem(
        SummaryKey subject,
        String name,
        Map<String, AttributeValue> stored,
        Counts expected,
        Optional<AuditedTrend> trend,
        Optional<Viewer> viewer) {

    private static final List<String> EXPIRED = List.of(
            Keys.EXPIRED_VIEWS, Keys.EXPIRED_DURATION, Keys.EXPIRED_LIKES, Keys.EXPIRED_DISLIKES, Keys.EXPIRED_VIEWERS);
    private static final List<String> COUNTERS = Stream.concat(
                    Stream.of(Keys.VIEWS, Keys.DURATION, Keys.LIKES, Keys.DISLIKES, Keys.VIEWERS, Keys.VIDEOS),
                    EXPIRED.stream())
            .toList();

    /** A summary or an hour without a trend. */
    AuditedItem(SummaryKey subject, String name, Map<String, AttributeValue> stored, Counts expected) {
        this(subject, name, stored, expected, Optional.empty(), Optional.empty());
    }

    /** This item with the stored number of viewers as the expected one, because the correct number is not known. */
    AuditedItem withStoredViewers() {
        Counts withViewers = expected.plus(Counts.ofViewers(drift().viewers()));
        return isDamaged() ? this : new AuditedItem(subject, name, stored, withViewers, trend, viewer);
    }

    /** An item whose stored counters are taken as the expected ones, unless one is damaged. */
    static AuditedItem withoutDrift(SummaryKey subject, String name, Map<String, AttributeValue> stored) {
        AuditedItem item = new AuditedItem(subject, name, stored, Counts.ZERO);
        return item.isDamaged() ? item : new AuditedItem(subject, name, stored, item.drift());
    }

    /** This item with another drift. */
    AuditedItem withDrift(Counts drift) {
        return new AuditedItem(subject, name, stored, drift().plus(expected).plus(drift.negated()));
    }

    static Map<String, AttributeValue> key(String name) {
        int slash = name.lastIndexOf('/');
        return EventItems.key(name.substring(0, slash), name.substring(slash + 1));
    }

    /** The attributes that are zero if there are no events. */
    List<String> counters() {
        return Stream.concat(COUNTERS.stream(), trend.stream().flatMap(audited -> audited.sums().stream()))
                .toList();
    }

    boolean isSummary() {
        return name.equals(ItemUpdate.nameOf(subject));
    }

    boolean isStored() {
        return !stored.isEmpty();
    }

    /** The counters whose value is not an integer of 64 bits, as stored. */
    Map<String, AttributeValue> damagedCounters() {
        Map<String, AttributeValue> damaged = new LinkedHashMap<>();
        trend.ifPresent(audited -> damaged.putAll(audited.damaged()));
        for (String counter : COUNTERS) {
            if (stored.containsKey(counter)
                    && Attributes.of(stored)
                            .number(counter)
                            .map(BigDecimal::new)
                            .flatMap(Totals::exactLong)
                            .isEmpty()) {
                damaged.put(counter, stored.get(counter));
            }
        }
        return damaged;
    }

    boolean isDamaged() {
        return !damagedCounters().isEmpty();
    }

    /** The drift of an item without a damaged counter. */
    Counts drift() {
        if (viewer.isPresent()) {
            return Counts.ofViewers((isStored() ? 1 : 0) - expected.viewers());
        }
        return new Counts(
                counter(Keys.VIEWS) - counter(Keys.EXPIRED_VIEWS) - expected.views(),
                counter(Keys.DURATION) - counter(Keys.EXPIRED_DURATION) - expected.duration(),
                counter(Keys.LIKES) - counter(Keys.EXPIRED_LIKES) - expected.likes(),
                counter(Keys.DISLIKES) - counter(Keys.EXPIRED_DISLIKES) - expected.dislikes(),
                counter(SummaryItems.viewersAttribute(subject.kind()))
                        - counter(Keys.EXPIRED_VIEWERS)
                        - expected.viewers());
    }

    /** The drift of the trend of an item without a damaged counter, by attribute; without zeros. */
    Map<String, Long> trendDrift() {
        return trend.map(AuditedTrend::drift).orElse(Map.of());
    }

    /** The attributes of the place in the list by trend, if the stored place differs. */
    Map<String, AttributeValue> missingTrendPlace() {
        return trend.map(AuditedTrend::missingPlace).orElse(Map.of());
    }

    /** Whether the summary has a trend and it is wrong. Earlier versions stored no trend. */
    boolean hasWrongTrend() {
        return !trendDrift().isEmpty() && trend.filter(AuditedTrend::isCounted).isPresent();
    }

    /** The views after the repair. */
    long repairedViews() {
        return expected.views() + counter(Keys.EXPIRED_VIEWS);
    }

    /** Whether there is neither an event nor a counter other than zero. */
    boolean isEmpty() {
        return isStored()
                && viewer.isEmpty()
                && expected.isZero()
                && !isDamaged()
                && trendDrift().isEmpty()
                && COUNTERS.stream().allMatch(counter -> counter(counter) == 0);
    }

    /** Whether there is no event. There may still be viewers that should have been removed. */
    boolean hasNoEvents() {
        return expected.plus(Counts.ofViewers(-expected.viewers())).isZero();
    }

    /** Whether a repair leaves only zeros. */
    boolean isToBeRemoved() {
        return isStored()
                && viewer.isEmpty()
                && !isEmpty()
                && expected.isZero()
                && EXPIRED.stream().allMatch(counter -> counter(counter) == 0);
    }

    /** Whether a repair would change the item. */
    boolean needsRepair() {
        return Finding.of(this).isPresent()
                || isEmpty()
                || isStored()
                        && (missingRank().isPresent()
                                || !trendDrift().isEmpty()
                                || !missingTrendPlace().isEmpty());
    }

    /** The attributes, except counters and rank, that are missing or have the wrong value, with their correct values. */
    Map<String, AttributeValue> missingAttributes() {
        Map<String, AttributeValue> missing = new LinkedHashMap<>();
        if (viewer.isEmpty() && (isStored() || !expected.isZero())) {
            attributes().forEach((attribute, value) -> {
                if (!value.equals(stored.get(attribute))) {
                    missing.put(attribute, value);
                }
            });
        }
        return missing;
    }

    /** The sort key in the list by views, if the stored one belongs to another rank. */
    Optional<AttributeValue> missingRank() {
        if (!isRanked()) {
            return Optional.empty();
        }
        String rank = RankKeys.summaryRank(subject, repairedViews());
        boolean isStoredRank = Optional.of(rank).equals(Attributes.of(stored).text(Keys.GSI2SK));
        return isStoredRank ? Optional.empty() : Optional.of(AttributeValue.fromS(rank));
    }

    private Map<String, AttributeValue> attributes() {
        SummaryKey.Kind kind = subject.kind();
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        attributes.put(Keys.TYPE, AttributeValue.fromS(isSummary() ? Keys.summaryType(kind) : Keys.hourType(kind)));
        attributes.put(Keys.idAttribute(kind), AttributeValue.fromS(subject.id()));
        if (isRanked()) {
            attributes.put(Keys.GSI2PK, AttributeValue.fromS(RankKeys.summaryBucket(subject)));
        }
        if (isRanked() && kind == SummaryKey.Kind.VIDEO) {
            attributes.put(Keys.GSI1PK, AttributeValue.fromS(Keys.partition(subject)));
            attributes.put(Keys.GSI1SK, AttributeValue.fromS(Keys.SUMMARY));
        }
        return attributes;
    }

    /** Whether the item has a place in the lists by views. */
    private boolean isRanked() {
        return isSummary() && subject.kind() != SummaryKey.Kind.SITE;
    }

    private long counter(String name) {
        return Attributes.of(stored).counter(name).longValue();
    }
}
