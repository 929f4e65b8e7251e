package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import org.HdrHistogram.Histogram;

/**
 * How long it took from the acknowledgement of a view until its user's summary showed it.
 *
 * @param micros of those that were seen
 * @param unseen the number of those that were not
 */
public record Freshness(Histogram micros, long unseen) {
    public Freshness {
        requireNonNull(micros);
    }
}
