package io.github.viewtally.model;

import static java.util.Objects.requireNonNull;

/**
 * The totals of one user or video.
 *
 * @param trend the place of a video in the list by trend; none if it was not read
 */
public record Summary(SummaryKey key, Totals totals, TrendScore trend) {

    public Summary {
        requireNonNull(key, "key");
        requireNonNull(totals, "totals");
        requireNonNull(trend, "trend");
    }

    /** Creates a summary without a trend. */
    public Summary(SummaryKey key, Totals totals) {
        this(key, totals, TrendScore.NONE);
    }

    /** Returns the same summary with a trend. */
    public Summary with(TrendScore score) {
        return new Summary(key, totals, score);
    }

    /** Returns the summary of a user or video that has no events yet. */
    public static Summary none(SummaryKey key) {
        return new Summary(key, Totals.ZERO);
    }
}
