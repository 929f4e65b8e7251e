package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;

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
