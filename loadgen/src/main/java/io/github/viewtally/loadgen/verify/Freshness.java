package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import org.HdrHistogram.Histogram;

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
