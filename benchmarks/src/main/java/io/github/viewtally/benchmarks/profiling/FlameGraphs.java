package io.github.viewtally.benchmarks.profiling;

import io.github.viewtally.api.ApiMain;
import io.github.viewtally.benchmarks.Machine;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.aggregation.Deliveries;
import io.github.viewtally.benchmarks.aggregation.HandlerInvoker;
import io.github.viewtally.benchmarks.aggregation.RecordBatch;
import io.github.viewtally.benchmarks.aggregation.SampleTraffic;
import io.github.viewtally.benchmarks.http.HttpLoad;
import io.github.viewtally.benchmarks.process.ChildJvm;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.NullDynamoDb;
import io.github.viewtally.benchmarks.process.ServerProcess;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.benchmarks.profiling.AsyncProfiler.SampledStack;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws the flame graphs of {@code POST /views} and of a wide batch, and names their largest costs. */
public final class FlameGraphs {

    private static final String PAGE = "profiling.md";
    private static final String CONNECTIONS = "64";

    /** The load continues for this time after the end of the profile. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private final Duration warmUp;
    private final Duration length;
    private final Path folder;

    private FlameGraphs(RunSettings settings, Path folder) {
        this.warmUp = settings.warmUp();
        this.length = settings.round().multipliedBy(settings.rounds());
        this.folder = folder;
    }

    /**
     * Writes the pictures, and the page that shows them, to a folder.
     *
     * @return the page
     */
    public static String write(RunSettings settings, Path folder) throws Exception {
        FlameGraphs graphs = new FlameGraphs(settings, folder);
        try (ChildJvm database = ChildJvm.start(NullDynamoDb.class)) {
            return graphs.write(database);
        }
    }

    private String write(ChildJvm database) throws Exception {
        String endpoint = Tables.endpoint(database).toString();
        String page = text().replace("{date}", LocalDate.now(ZoneOffset.UTC).toString())
                .replace("{machine}", Machine.text())
                .replace("{views}\n", views(endpoint))
                .replace("{batch}\n", batch(endpoint));
        Files.writeString(folder.resolve(PAGE), page);
        return page;
    }

    private String views(String endpoint) throws Exception {
        List<String> options = Stream.concat(Stream.of("-XX:+UseParallelGC"), AsyncProfiler.JVM_OPTIONS.stream())
                .toList();
        try (ServerProcess api = ServerProcess.start(ApiMain.class, options, Map.of("DYNAMODB_ENDPOINT", endpoint));
                ChildJvm load = ChildJvm.start(HttpLoad.class)) {
            return profile(
                    ProfiledPath.POST_VIEWS,
                    api.pid(),
                    time -> load.execute("VIEW " + api.port() + " " + CONNECTIONS + " " + time.toMillis()));
        }
    }

    private String batch(String endpoint) throws Exception {
        List<String> options = Stream.concat(
                        Stream.of("-Xmx512m", "-XX:+UseSerialGC"), AsyncProfiler.JVM_OPTIONS.stream())
                .toList();
        try (ChildJvm function = ChildJvm.start(WideBatchProcess.class, options, Map.of(), endpoint)) {
            return profile(
                    ProfiledPath.WIDE_BATCH, function.pid(), time -> function.execute(Long.toString(time.toMillis())));
        }
    }

    /** Makes the process busy for some time. */
    @FunctionalInterface
    private interface Load {
        void run(Duration time) throws IOException;
    }

    /** Draws the picture and returns the list of its costs. */
    private String profile(ProfiledPath path, long pid, Load load) throws Exception {
        load.run(warmUp);
        AsyncProfiler profiler = AsyncProfiler.start(pid, length);
        load.run(length.plus(MARGIN));
        List<SampledStack> stacks = profiler.stacks();
        Files.writeString(folder.resolve(path.picture()), FlameGraphSvg.draw(Frame.of(stacks), path.title()));
        return path.costs(stacks);
    }

    private static String text() throws IOException {
        try (InputStream text = FlameGraphs.class.getResourceAsStream(PAGE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A process that counts wide batches for as many milliseconds as a command says, and returns the events per second. */
    public static final class WideBatchProcess {

        private static final SampleTraffic TRAFFIC = SampleTraffic.MANY_USERS_AND_VIDEOS;
        private static final int BATCHES = 10;
        private static final int SIZE = 1_000;

        private WideBatchProcess() {}

        public static void main(String[] args) {
            HandlerInvoker function = HandlerInvoker.ofViews(Tables.client(URI.create(args[0])));
            List<RecordBatch> batches = IntStream.range(0, BATCHES)
                    .mapToObj(number -> RecordBatch.of(TRAFFIC.batch(number, SIZE)))
                    .toList();
            Deliveries deliveries = new Deliveries(batches, function::invoke, 1);
            Commands.serve(
                    "ready", command -> Double.toString(deliveries.round(Duration.ofMillis(Long.parseLong(command)))));
        }
    }
}
