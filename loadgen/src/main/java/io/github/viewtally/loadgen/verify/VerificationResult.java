package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * The result of comparing what the API counted with what it acknowledged.
 *
 * @param checks the sums of each counter
 * @param mismatches the first few wrong totals, one line each
 * @param wrongTotals the number of videos and users with a wrong total
 * @param keysInDoubt the number of votes and views whose state is unknown because a response is missing
 * @param settled the time from the end of the traffic to the last change of a total
 */
public record VerificationResult(
        List<CounterCheck> checks,
        List<String> mismatches,
        long wrongTotals,
        long keysInDoubt,
        Duration settled,
        Freshness freshness) {
    public VerificationResult {
        checks = List.copyOf(checks);
        mismatches = List.copyOf(mismatches);
        requireNonNull(settled);
        requireNonNull(freshness);
    }

    public long drift() {
        return checks.stream().mapToLong(CounterCheck::drift).sum();
    }
}
