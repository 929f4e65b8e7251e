package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is wrong with one summary or hour.
 *
 * @param subject the user or video
 * @param item the name of the summary or hour: its partition key and sort key, joined by a slash
 * @param drift the stored counters, less the counters of expired events, less the sum over the events in the table
 * @param fault what else is wrong; empty if only counters are
 * @param isRepaired whether the audit has repaired it
 */
public record Finding(SummaryKey subject, String item, Counts drift, Optional<String> fault, boolean isRepaired) {

    /** Returns what is wrong with an item; empty if only its rank is old, or if the item has no counts. */
    static Optional<Finding> of(AuditedItem item) {
        if (item.isDamaged()) {
            String fault = "damaged " + String.join(", ", item.damagedCounters().keySet());
            return Optional.of(new Finding(item.subject(), item.name(), Counts.ZERO, Optional.of(fault), false));
        }
        Map<String, AttributeValue> missing = item.missingAttributes();
        if (item.drift().isZero() && (missing.isEmpty() || item.isEmpty())) {
            return Optional.empty();
        }
        Optional<String> fault = missing.isEmpty()
                ? Optional.empty()
                : Optional.of(item.isStored() ? "wrong " + String.join(", ", missing.keySet()) : "missing");
        return Optional.of(new Finding(item.subject(), item.name(), item.drift(), fault, false));
    }

    Finding repaired() {
        return new Finding(subject, item, drift, fault, true);
    }
}
