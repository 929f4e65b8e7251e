package io.github.viewtally.benchmarks;

import java.util.List;

/** A benchmark with one or more results. */
public interface Benchmark {

    /** Returns the name for {@code -Dbench.only}. */
    String id();

    /** Starts the required processes, measures, and stops them. */
    List<BenchmarkResult> run(RunSettings settings) throws Exception;
}
