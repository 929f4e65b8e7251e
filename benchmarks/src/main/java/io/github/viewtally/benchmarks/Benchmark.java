package io.github.viewtally.benchmarks;

import java.util.List;

/** Measures one or more figures, each against a baseline or a goal. */
public interface Benchmark {

    /** Returns the name for {@code -Dbench.only}. */
    String id();

    /** Starts the required processes, measures, and stops them. */
    List<BenchmarkResult> run(RunSettings settings) throws Exception;
}
