package io.github.viewtally.benchmarks;

import java.time.Duration;

/** One way of doing the work that is measured. */
public interface Variant {

    /**
     * Does the work for about so long.
     *
     * @return its rate, or whatever else the measure compares
     */
    double round(Duration length) throws Exception;
}
