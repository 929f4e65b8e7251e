package io.github.viewtally.aggregators.audit;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.Optional;

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

    Finding repaired() {
        return new Finding(subject, item, drift, fault, true);
    }
}
