package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/** The totals of one user or video. */
public record Summary(Subject subject, Counts counts) {

    public Summary {
        requireNonNull(subject, "subject");
        requireNonNull(counts, "counts");
    }

    /** The summary of somebody of whom nothing has been counted yet. */
    public static Summary none(Subject subject) {
        return new Summary(subject, Counts.ZERO);
    }
}
