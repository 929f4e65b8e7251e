package io.github.viewtally.benchmarks.coldstart;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.SideBySide;
import io.github.viewtally.benchmarks.coldstart.FunctionProcess.Times;
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

/** The functions' jar, started anew, to the same counting with the SDK's default client. */
public final class ColdStart implements Measure {

    private static final String UNIT = "ms";
    private static final double MEGABYTE = 1e6;

    @Override
    public String id() {
        return "cold-start";
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        Path jar = Path.of(System.getProperty("bench.lambda-jar"));
        Path defaultJar = Files.createTempFile("default", ".jar");
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class)) {
            DefaultJar.write(defaultJar);
            LambdaJava java = LambdaJava.find();
            URI endpoint = Tables.endpoint(database);
            Starts ours = new Starts(new FunctionProcess(java, jar, ViewAggregator.class, endpoint, false));
            Starts primed = new Starts(new FunctionProcess(java, jar, ViewAggregator.class, endpoint, true));
            Starts byDefault =
                    new Starts(new FunctionProcess(java, defaultJar, DefaultClientAggregator.class, endpoint, false));
            inTurn(List.of(ours, byDefault, primed), 2 * pace.rounds());
            String setUp = String.format(
                    Locale.ROOT,
                    "medians of %d new processes each, in turn, on %s, with %s, over the null DynamoDB without TLS; a whole core, where Lambda gives 512 MB some 0.3",
                    ours.times.size(),
                    java.version(),
                    String.join(" ", FunctionProcess.FLAGS));
            return List.of(
                    new SideBySide(ours.all(Times::init), byDefault.all(Times::init))
                            .outcome(
                                    "cold start: process start to its first request for an event ÷ the SDK's default client",
                                    UNIT,
                                    Goal.atMost(1, 0.8),
                                    setUp),
                    new SideBySide(ours.all(Times::invocation), byDefault.all(Times::invocation))
                            .outcome(
                                    "cold start: the first invocation, two views ÷ the SDK's default client",
                                    UNIT,
                                    Goal.atMost(1, 0.8),
                                    "the same processes"),
                    new SideBySide(primed.all(Times::invocation), byDefault.all(Times::invocation))
                            .outcome(
                                    "cold start: the first invocation when primed for a snapshot ÷ the SDK's default client",
                                    UNIT,
                                    Goal.atMost(0.5, 0.25),
                                    "what is left of it after SnapStart's restore, whose own time cannot be measured here"),
                    Outcome.ofRatio(
                            "size of the functions' jar ÷ with the SDK's default client",
                            "MB",
                            Files.size(jar) / MEGABYTE,
                            Files.size(defaultJar) / MEGABYTE,
                            Goal.atMost(1, 0.9),
                            JarContents.inWords(jar)
                                    + "; the other one is without Netty, which the SDK brings along too"));
        } finally {
            Files.delete(defaultJar);
        }
    }

    /** Each goes first in turn. */
    private static void inTurn(List<Starts> functions, int times) throws Exception {
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
        private final List<Times> times = new ArrayList<>();

        Starts(FunctionProcess function) {
            this.function = function;
        }

        void startOnce() throws Exception {
            times.add(function.start());
        }

        List<Double> all(ToDoubleFunction<Times> part) {
            return times.stream().map(part::applyAsDouble).toList();
        }
    }
}
