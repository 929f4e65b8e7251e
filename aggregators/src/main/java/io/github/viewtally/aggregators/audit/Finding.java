package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is wrong with one summary or hour.
 *
 * @param subject the user or video
 * @param item the name of the summary or hour: its partition key and sort key, joined by a slash
 * @param drift the stored counters, minus the counters of expired events, minus the sum over the events in the table
 * @param fault what else is wrong; empty if only counters are
 * @param isRepaired whether the audit has repaired it
 */
public record Finding(SummaryKey subject, String item, Counts drift, Optional<String> fault, boolean isRepaired) {

    /**
     * Returns what is wrong with an item; empty if only its ranks are old, if it has no trend because an earlier version
     * counted it, or if it has no counts.
     */
    static Optional<Finding> of(AuditedItem item) {
        if (item.isDamaged()) {
            String fault = "damaged " + String.join(", ", item.damagedCounters().keySet());
            return Optional.of(new Finding(item.subject(), item.name(), Counts.ZERO, Optional.of(fault), false));
        }
        Map<String, AttributeValue> missing = item.missingAttributes();
        Set<String> wrong = new TreeSet<>(missing.keySet());
        if (item.hasWrongTrend()) {
            wrong.addAll(item.trendDrift().keySet());
        }
        if (item.drift().isZero() && (wrong.isEmpty() || item.isEmpty())) {
            return Optional.empty();
        }
        Optional<String> fault = wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(item.isStored() ? "wrong " + String.join(", ", wrong) : "missing");
        return Optional.of(new Finding(item.subject(), item.name(), item.drift(), fault, false));
    }

    Finding repaired() {
        return new Finding(subject, item, drift, fault, true);
    }
}
