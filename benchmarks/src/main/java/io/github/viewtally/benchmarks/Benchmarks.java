package io.github.viewtally.benchmarks;

import io.github.viewtally.benchmarks.aggregation.AggregatorOverhead;
import io.github.viewtally.benchmarks.aggregation.CostScaling;
import io.github.viewtally.benchmarks.aggregation.DemoComparison;
import io.github.viewtally.benchmarks.aggregation.HeapUsage;
import io.github.viewtally.benchmarks.aggregation.WriteUnits;
import io.github.viewtally.benchmarks.coldstart.ColdStart;
import io.github.viewtally.benchmarks.http.ApiBenchmark;
import io.github.viewtally.benchmarks.micro.Microbenchmarks;
import io.github.viewtally.benchmarks.micro.Microbenchmarks.Loop;
import io.github.viewtally.benchmarks.system.HotVideo;
import io.github.viewtally.benchmarks.system.LiveSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code mvn -Pbenchmarks}: runs all measurements, or those in {@code -Dbench.only}, and writes the report. */
public final class Benchmarks {

    private static final String INNER_LOOPS = "inner-loops";

    private Benchmarks() {}

    /** Returns all benchmarks in the order of the report. */
    public static List<Benchmark> all() {
        List<Benchmark> all = new ArrayList<>();
        all.addAll(ApiBenchmark.all());
        all.addAll(DemoComparison.all());
        all.add(new AggregatorOverhead());
        all.add(new WriteUnits());
        all.add(new LiveSystem());
        all.add(new HotVideo());
        all.add(new CostScaling());
        all.add(new HeapUsage());
        all.add(new ColdStart());
        return all;
    }

    public static void main(String[] args) throws Exception {
        RunSettings settings = RunSettings.fromProperties();
        String only = System.getProperty("bench.only", "");
        List<BenchmarkResult> results = new ArrayList<>();
        for (Benchmark benchmark : all()) {
            if (isSelected(only, benchmark.id())) {
                System.out.println(benchmark.id() + " …");
                List<BenchmarkResult> measured = benchmark.run(settings);
                System.out.print(Report.plain(measured));
                if (System.out.checkError()) {
                    // The output is closed.
                    System.exit(1);
                }
                results.addAll(measured);
            }
        }
        List<Loop> loops = List.of();
        if (isSelected(only, INNER_LOOPS)) {
            System.out.println(INNER_LOOPS + " …");
            loops = Microbenchmarks.run(settings);
        }
        System.out.println();
        System.out.print(Report.plain(results) + Report.loops(loops));
        if (only.isEmpty()) {
            Files.writeString(
                    Path.of(System.getProperty("bench.report", "benchmarks.md")),
                    Report.markdown(settings, results, loops));
        }
        System.exit(0);
    }

    private static boolean isSelected(String only, String id) {
        return only.isEmpty() || List.of(only.split(",")).contains(id);
    }
}
