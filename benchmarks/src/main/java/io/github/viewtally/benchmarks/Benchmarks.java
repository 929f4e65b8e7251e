package io.github.viewtally.benchmarks;

import io.github.viewtally.benchmarks.aggregation.AgainstTheDemo;
import io.github.viewtally.benchmarks.aggregation.CostGrowth;
import io.github.viewtally.benchmarks.aggregation.Memory;
import io.github.viewtally.benchmarks.aggregation.OwnCode;
import io.github.viewtally.benchmarks.aggregation.WriteUnits;
import io.github.viewtally.benchmarks.coldstart.ColdStart;
import io.github.viewtally.benchmarks.http.ApiMeasure;
import io.github.viewtally.benchmarks.inner.InnerLoops;
import io.github.viewtally.benchmarks.inner.InnerLoops.Loop;
import io.github.viewtally.benchmarks.system.LiveSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code mvn -Pbenchmarks}: measures all, or those that {@code -Dbench.only} names, and writes the table. */
public final class Benchmarks {

    private static final String INNER_LOOPS = "inner-loops";

    private Benchmarks() {}

    /** Every measure, in the order of the table. */
    public static List<Measure> all() {
        List<Measure> all = new ArrayList<>();
        all.addAll(ApiMeasure.all());
        all.addAll(AgainstTheDemo.all());
        all.add(new OwnCode());
        all.add(new WriteUnits());
        all.add(new LiveSystem());
        all.add(new CostGrowth());
        all.add(new Memory());
        all.add(new ColdStart());
        return all;
    }

    public static void main(String[] args) throws Exception {
        RunSettings pace = RunSettings.fromProperties();
        String only = System.getProperty("bench.only", "");
        List<Outcome> outcomes = new ArrayList<>();
        for (Measure measure : all()) {
            if (isAsked(only, measure.id())) {
                System.out.println(measure.id() + " …");
                List<Outcome> found = measure.run(pace);
                System.out.print(Report.plain(found));
                if (System.out.checkError()) {
                    // Nobody sees the rest.
                    System.exit(1);
                }
                outcomes.addAll(found);
            }
        }
        List<Loop> loops = List.of();
        if (isAsked(only, INNER_LOOPS)) {
            System.out.println(INNER_LOOPS + " …");
            loops = InnerLoops.run(pace);
        }
        System.out.println();
        System.out.print(Report.plain(outcomes) + Report.loops(loops));
        if (only.isEmpty()) {
            Files.writeString(
                    Path.of(System.getProperty("bench.report", "benchmarks.md")),
                    Report.markdown(pace, outcomes, loops));
        }
        System.exit(0);
    }

    private static boolean isAsked(String only, String id) {
        return only.isEmpty() || List.of(only.split(",")).contains(id);
    }
}
