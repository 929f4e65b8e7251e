package io.github.viewtally.benchmarks.micro;

import io.github.viewtally.benchmarks.RunSettings;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks of this module. */
public final class Microbenchmarks {

    /** Splits the warm-up of each loop, which JMH runs in a separate process. */
    private static final int WARM_UP_ITERATIONS = 5;

    private Microbenchmarks() {}

    /** The cost of a loop in nanoseconds per operation, and its error. */
    public record Loop(String name, double nanos, double error) {}

    public static List<Loop> run(RunSettings settings) throws RunnerException {
        Options options = new OptionsBuilder()
                .include("io\\.github\\.viewtally\\..*Benchmark\\..*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(WARM_UP_ITERATIONS)
                .warmupTime(
                        TimeValue.milliseconds(Math.max(10, settings.warmUp().toMillis() / WARM_UP_ITERATIONS)))
                .measurementIterations(settings.rounds())
                .measurementTime(
                        TimeValue.milliseconds(Math.max(10, settings.round().toMillis() / 2)))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        return results.stream().map(Microbenchmarks::loop).toList();
    }

    private static Loop loop(RunResult result) {
        String name = result.getPrimaryResult().getLabel();
        String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> " " + key + "=" + result.getParams().getParam(key))
                .reduce("", String::concat);
        return new Loop(
                name + parameters,
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError());
    }
}
