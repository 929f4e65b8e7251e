package io.github.viewtally.loadgen;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code loadgen watch}: prints the totals of all videos and users, once or again and again until Ctrl-C. */
@Command(
        name = "watch",
        description = "Prints the totals of all videos and users as two tables, again and again.",
        mixinStandardHelpOptions = true,
        versionProvider = Loadgen.Version.class)
final class WatchCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 1;
    private static final String SEPARATOR = "x".repeat(56);

    private final TablePrinter printer = new TablePrinter();

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

    @Override
    public Integer call() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        try {
            ApiClient client = new ApiClient(vertx, api.url(), CONNECTIONS);
            SummaryReader reader = new SummaryReader(client, Clock.systemDefaultZone());
            return once ? printOnce(reader) : printForEver(reader);
        } finally {
            vertx.close().await();
        }
    }

    private int printOnce(SummaryReader reader) {
        printRound(reader);
        return 0;
    }

    private int printForEver(SummaryReader reader) throws InterruptedException {
        while (true) {
            try {
                printRound(reader);
            } catch (ApiException e) {
                spec.commandLine().getErr().println("loadgen: " + e.getMessage());
            }
            TimeUnit.NANOSECONDS.sleep(every.toNanos());
        }
    }

    private void printRound(SummaryReader reader) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(round(reader).await());
        out.flush();
    }

    /** Both tables or, if one cannot be read, none. */
    private Future<String> round(SummaryReader reader) {
        return reader.read(SummaryKind.VIDEOS).compose(videos -> reader.read(SummaryKind.USERS)
                .map(users -> printer.text(videos) + "\n\n" + printer.text(users) + "\n" + SEPARATOR + "\n"));
    }
}
