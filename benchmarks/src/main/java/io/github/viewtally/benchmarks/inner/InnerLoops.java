package io.github.viewtally.benchmarks.inner;

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
public final class InnerLoops {

    /** JMH warms up each in a process of its own; these loops are short, so a part of the time does. */
    private static final int WARM_UP_ITERATIONS = 5;

    private InnerLoops() {}

    /** What one loop costs, in nanoseconds an operation, and how far that may be off. */
    public record Loop(String name, double nanos, double error) {}

    public static List<Loop> run(RunSettings pace) throws RunnerException {
        Options options = new OptionsBuilder()
                .include("io\\.github\\.viewtally\\..*Benchmark\\..*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(WARM_UP_ITERATIONS)
                .warmupTime(TimeValue.milliseconds(Math.max(10, pace.warmUp().toMillis() / WARM_UP_ITERATIONS)))
                .measurementIterations(pace.rounds())
                .measurementTime(
                        TimeValue.milliseconds(Math.max(10, pace.round().toMillis() / 2)))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        return results.stream().map(InnerLoops::loop).toList();
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
