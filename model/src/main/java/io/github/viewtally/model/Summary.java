package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** The totals of one user or video. */
public record Summary(SummaryKey key, Totals totals) {

    public Summary {
        requireNonNull(key, "key");
        requireNonNull(totals, "totals");
    }

    /** Returns the summary of a user or video that has no events yet. */
    public static Summary none(SummaryKey key) {
        return new Summary(key, Totals.ZERO);
    }
}
