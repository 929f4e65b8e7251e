package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.summaries.JsonSummaryFormatter;
import io.github.viewtally.loadgen.summaries.SummaryFormatter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.summaries.SummaryTable;
import io.github.viewtally.loadgen.summaries.TableSummaryFormatter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code loadgen watch}: prints the totals of all videos and users, once or repeatedly until Ctrl-C. Exits at the first
 * failed write to the output.
 */
@Command(
        name = "watch",
        description = "Repeatedly prints the totals of all videos and users as two tables, with their changes.",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
final class WatchCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ApiOptions api;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "15",
            converter = DurationConverter.class,
            description =
                    "interval between two rounds: seconds, or for example 500ms, 2m, PT10S (default: ${DEFAULT-VALUE})")
    private Duration interval;

    @Option(names = "--once", description = "print the tables once; exit code 1 if they cannot be read")
    private boolean once;

    @Option(names = "--json", description = "print each round as one line of JSON instead")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Vertx vertx = Loadgen.newVertx();
        try {
            ApiClient client = api.newClient(vertx, CONNECTIONS, TIMEOUT);
            SummaryReader reader = new SummaryReader(client, Clock.systemDefaultZone());
            CheckedOutput output = new CheckedOutput(
                    spec.commandLine().getOut(), spec.commandLine().getErr());
            SummaryFormatter formatter = json
                    ? new JsonSummaryFormatter()
                    : new TableSummaryFormatter(Terminal.supportsColors(System.getenv()));
            return once ? printOnce(reader, formatter, output) : printRepeatedly(reader, formatter, output);
        } finally {
            vertx.close().await();
        }
    }

    private static int printOnce(SummaryReader reader, SummaryFormatter formatter, CheckedOutput output) {
        output.out(round(reader, formatter));
        output.requireWritable();
        return 0;
    }

    private int printRepeatedly(SummaryReader reader, SummaryFormatter formatter, CheckedOutput output)
            throws InterruptedException {
        while (true) {
            try {
                output.out(round(reader, formatter));
            } catch (ApiException e) {
                output.err("loadgen: " + e.getMessage() + "\n");
            }
            output.requireWritable();
            TimeUnit.NANOSECONDS.sleep(interval.toNanos());
        }
    }

    /** Reads and formats both tables. Throws {@link ApiException} if one cannot be read. */
    private static String round(SummaryReader reader, SummaryFormatter formatter) {
        SummaryTable videos = reader.read(SummaryKind.VIDEOS).await();
        SummaryTable users = reader.read(SummaryKind.USERS).await();
        return formatter.format(videos, users);
    }
}
