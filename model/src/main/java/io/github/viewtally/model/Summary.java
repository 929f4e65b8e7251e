package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** The totals of one user or video. */
public record Summary(SummaryKey subject, Totals totals) {

    public Summary {
        requireNonNull(subject, "subject");
        requireNonNull(totals, "totals");
    }

    /** The summary of somebody of whom nothing has been counted yet. */
    public static Summary none(SummaryKey subject) {
        return new Summary(subject, Totals.ZERO);
    }
}
