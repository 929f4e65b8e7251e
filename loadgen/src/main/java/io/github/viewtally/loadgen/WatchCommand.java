package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.summaries.JsonRounds;
import io.github.viewtally.loadgen.summaries.RoundPrinter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.summaries.SummaryTable;
import io.github.viewtally.loadgen.summaries.TableRounds;
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
 * {@code loadgen watch}: prints the totals of all videos and users, once or again and again until Ctrl-C. Ends at the
 * first failed write.
 */
@Command(
        name = "watch",
        description = "Prints the totals of all videos and users as two tables, again and again, with what changed.",
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
            description = "pause between two rounds: seconds, or such as 500ms, 2m, PT10S (default: ${DEFAULT-VALUE})")
    private Duration every;

    @Option(names = "--once", description = "print the tables once; exit code 1 if that is not possible")
    private boolean once;

    @Option(names = "--json", description = "print each round as one line of JSON instead")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        try {
            ApiClient client = new ApiClient(vertx, api.url(), CONNECTIONS, TIMEOUT);
            SummaryReader reader = new SummaryReader(client, Clock.systemDefaultZone());
            CheckedOutput output = new CheckedOutput(
                    spec.commandLine().getOut(), spec.commandLine().getErr());
            RoundPrinter printer = json ? new JsonRounds() : new TableRounds(Terminal.hasColours(System.getenv()));
            return once ? printOnce(reader, printer, output) : printForEver(reader, printer, output);
        } finally {
            vertx.close().await();
        }
    }

    private static int printOnce(SummaryReader reader, RoundPrinter printer, CheckedOutput output) {
        output.out(round(reader, printer));
        output.requireWritable();
        return 0;
    }

    private int printForEver(SummaryReader reader, RoundPrinter printer, CheckedOutput output)
            throws InterruptedException {
        while (true) {
            try {
                output.out(round(reader, printer));
            } catch (ApiException e) {
                output.err("loadgen: " + e.getMessage() + "\n");
            }
            output.requireWritable();
            TimeUnit.NANOSECONDS.sleep(every.toNanos());
        }
    }

    /** Both tables or, if one cannot be read, none. */
    private static String round(SummaryReader reader, RoundPrinter printer) {
        SummaryTable videos = reader.read(SummaryKind.VIDEOS).await();
        SummaryTable users = reader.read(SummaryKind.USERS).await();
        return printer.text(videos, users);
    }
}
