package io.github.viewtally.benchmarks;

import java.util.List;

/** One line of the table, or a few that are measured together. */
public interface Measure {

    /** Its name for {@code -Dbench.only}. */
    String id();

    /** Starts what it needs, measures, and stops all again. */
    List<Outcome> run(RunSettings pace) throws Exception;
}
