package io.github.viewtally.benchmarks.coldstart;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.AlternatingRounds;
import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.coldstart.FunctionProcess.StartTimes;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.Tables;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Compares cold starts of the functions' jar with those of a jar with the SDK's default client. */
public final class ColdStart implements Benchmark {

    private static final String UNIT = "ms";
    private static final double MEGABYTE = 1e6;

    @Override
    public String id() {
        return "cold-start";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        Path jar = Path.of(System.getProperty("bench.lambda-jar"));
        Path defaultJar = Files.createTempFile("default", ".jar");
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class)) {
            DefaultClientJar.write(defaultJar);
            LambdaJava java = LambdaJava.find();
            URI endpoint = Tables.endpoint(database);
            Starts ours = new Starts(new FunctionProcess(java, jar, ViewAggregator.class, endpoint, false));
            Starts primed = new Starts(new FunctionProcess(java, jar, ViewAggregator.class, endpoint, true));
            Starts defaultClient =
                    new Starts(new FunctionProcess(java, defaultJar, DefaultClientAggregator.class, endpoint, false));
            alternate(List.of(ours, defaultClient, primed), 2 * settings.rounds());
            String setUp = String.format(
                    Locale.ROOT,
                    "medians of %d alternating new processes each, on %s, with %s, over the null DynamoDB without TLS; on a whole core, while Lambda gives a function with 512 MB about 0.3",
                    ours.times.size(),
                    java.version(),
                    String.join(" ", FunctionProcess.FLAGS));
            return List.of(
                    new AlternatingRounds(ours.all(StartTimes::init), defaultClient.all(StartTimes::init))
                            .result(
                                    "cold start: process start to its first request for an event ÷ the SDK's default client",
                                    UNIT,
                                    Goal.atMost(1, 0.8),
                                    setUp),
                    new AlternatingRounds(ours.all(StartTimes::invocation), defaultClient.all(StartTimes::invocation))
                            .result(
                                    "cold start: the first invocation, two views ÷ the SDK's default client",
                                    UNIT,
                                    Goal.atMost(1, 0.8),
                                    "the same processes"),
                    new AlternatingRounds(primed.all(StartTimes::invocation), defaultClient.all(StartTimes::invocation))
                            .result(
                                    "cold start: the first invocation when primed for a snapshot ÷ the SDK's default client",
                                    UNIT,
                                    Goal.atMost(0.5, 0.25),
                                    "the rest after SnapStart's restore, whose own time cannot be measured here"),
                    BenchmarkResult.ofRatio(
                            "size of the functions' jar ÷ with the SDK's default client",
                            "MB",
                            Files.size(jar) / MEGABYTE,
                            Files.size(defaultJar) / MEGABYTE,
                            Goal.atMost(1, 0.9),
                            JarContents.describe(jar)
                                    + "; the baseline excludes Netty, which is also a default of the SDK"));
        } finally {
            Files.delete(defaultJar);
        }
    }

    /** Starts the functions alternately. Each is first equally often. */
    private static void alternate(List<Starts> functions, int times) throws Exception {
        List<Starts> order = new ArrayList<>(functions);
        for (int i = 0; i < times; i++) {
            for (Starts function : order) {
                function.startOnce();
            }
            Collections.rotate(order, 1);
        }
    }

    /** The starts of one function. */
    private static final class Starts {

        private final FunctionProcess function;
        private final List<StartTimes> times = new ArrayList<>();

        Starts(FunctionProcess function) {
            this.function = function;
        }

        void startOnce() throws Exception {
            times.add(function.start());
        }

        List<Double> all(ToDoubleFunction<StartTimes> part) {
            return times.stream().map(part::applyAsDouble).toList();
        }
    }
}
