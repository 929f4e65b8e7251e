package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

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

    /**
     * The times from the acknowledgement of a probe until the summary of its user shows it.
     *
     * @param micros the times in microseconds of the visible probes
     * @param unseen the number of probes that did not become visible
     */
    public record Freshness(Histogram micros, long unseen) {
        public Freshness {
            requireNonNull(micros);
        }
    }

    /**
     * The sum of one counter over all videos or all users.
     *
     * @param min the minimum expected value
     * @param max the maximum expected value; the same as {@code min} if no event is in doubt
     * @param counted the actual value
     * @param drift the sum of the absolute deviations of each video or user
     */
    public record CounterCheck(SummaryKind kind, Counter counter, long min, long max, long counted, long drift) {
        public CounterCheck {
            requireNonNull(kind);
            requireNonNull(counter);
        }
    }
}
