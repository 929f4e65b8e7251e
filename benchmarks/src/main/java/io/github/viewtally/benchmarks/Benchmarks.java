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
import io.github.viewtally.benchmarks.peers.PeerComparison;
import io.github.viewtally.benchmarks.peers.PeerReport;
import io.github.viewtally.benchmarks.profiling.FlameGraphs;
import io.github.viewtally.benchmarks.system.HotVideo;
import io.github.viewtally.benchmarks.system.LiveSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code mvn -Pbenchmarks}: runs all measurements and writes the report, or runs those in {@code -Dbench.only}. The peers
 * write their section of the report. The flame graphs run only if they are named, and write a separate page. With
 * {@code -Dbench.compare}, it ends with status 1 if a figure is worse than in that report.
 */
public final class Benchmarks {

    private static final String INNER_LOOPS = "inner-loops";
    private static final String PEERS = "peers";
    private static final String FLAME_GRAPHS = "flame-graphs";

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
        String compare = System.getProperty("bench.compare", "");
        // Read before the measurements: the new report may replace the file.
        Optional<PublishedFigures> published = compare.isEmpty()
                ? Optional.empty()
                : Optional.of(PublishedFigures.read(
                        Path.of(System.getProperty("bench.root", "")).resolve(compare)));
        List<BenchmarkResult> results = new ArrayList<>();
        for (Benchmark benchmark : all()) {
            if (isSelected(only, benchmark.id())) {
                System.out.println(benchmark.id() + " …");
                List<BenchmarkResult> measured = run(benchmark, settings);
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
        Optional<String> peers = Optional.empty();
        if (isSelected(only, PEERS)) {
            System.out.println(PEERS + " …");
            peers = Optional.of(PeerReport.markdown(PeerComparison.run(settings)));
        }
        Path report = Path.of(System.getProperty("bench.report", "benchmarks.md"));
        if (List.of(only.split(",")).contains(FLAME_GRAPHS)) {
            System.out.println(FLAME_GRAPHS + " …");
            System.out.print(FlameGraphs.write(settings, report.toAbsolutePath().getParent()));
        }
        System.out.println();
        System.out.print(Report.plain(results) + Report.loops(loops) + peers.orElse(""));
        if (only.isEmpty()) {
            Files.writeString(report, Report.markdown(settings, results, loops));
        }
        if (peers.isPresent() && Files.exists(report)) {
            Files.writeString(report, Report.withSection(Files.readString(report), peers.get()));
        }
        List<String> worse =
                published.stream().flatMap(figures -> figures.worse(results)).toList();
        published.ifPresent(figures -> System.out.println(
                worse.isEmpty()
                        ? "Nothing is worse than in " + compare
                        : "Worse than in " + compare + " by more than its noise:"));
        worse.forEach(line -> System.out.println("  " + line));
        System.exit(worse.isEmpty() ? 0 : 1);
    }

    private static List<BenchmarkResult> run(Benchmark benchmark, RunSettings settings) throws Exception {
        List<List<BenchmarkResult>> runs = new ArrayList<>();
        for (int i = 0; i < settings.runs(); i++) {
            runs.add(benchmark.run(settings));
        }
        return IntStream.range(0, runs.get(0).size())
                .mapToObj(i -> BenchmarkResult.ofRuns(
                        runs.stream().map(results -> results.get(i)).toList()))
                .toList();
    }

    private static boolean isSelected(String only, String id) {
        return only.isEmpty() || List.of(only.split(",")).contains(id);
    }
}
