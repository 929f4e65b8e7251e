package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * Whether what the API counted is what it acknowledged.
 *
 * @param checks each counter of each kind
 * @param mismatches the first few totals that are wrong, one line each
 * @param wrongTotals how many videos and users have a wrong total
 * @param keysInDoubt the votes and views of which nobody knows how they stand, for lack of an answer
 * @param settled how long after the end of the traffic the last total moved
 */
public record Verification(
        List<CounterCheck> checks,
        List<String> mismatches,
        long wrongTotals,
        long keysInDoubt,
        Duration settled,
        Freshness freshness) {
    public Verification {
        checks = List.copyOf(checks);
        mismatches = List.copyOf(mismatches);
        requireNonNull(settled);
        requireNonNull(freshness);
    }

    public long drift() {
        return checks.stream().mapToLong(CounterCheck::drift).sum();
    }
}
