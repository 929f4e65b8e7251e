package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;

/**
 * A counter of all videos or all users together.
 *
 * @param least what it must show at least
 * @param most what it must show at most; the same as {@code least} if nothing is in doubt
 * @param counted what it shows
 * @param drift how far it is off, added up without sign over the videos or users
 */
public record CounterCheck(SummaryKind kind, Counter counter, long least, long most, long counted, long drift) {
    public CounterCheck {
        requireNonNull(kind);
        requireNonNull(counter);
    }
}
