package io.github.viewtally.benchmarks;

import java.time.Duration;

/** One variant of the measured work. */
public interface Variant {

    /**
     * Runs the work for about this time.
     *
     * @return the rate, or another value that the measurement compares
     */
    double round(Duration length) throws Exception;
}
