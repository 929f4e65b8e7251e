package io.github.viewtally.cli.exporting;

import io.github.viewtally.cli.events.FailureText;
import io.github.viewtally.cli.events.LineWriter;
import io.github.viewtally.cli.events.RecordFormat;
import io.github.viewtally.cli.events.TableOptions;
import io.github.viewtally.loadgen.ApiOptions;
import io.github.viewtally.loadgen.Loadgen;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code viewtally export}: writes the events of a table, or the totals of the API, as lines. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes events or totals as NDJSON or CSV. Events are read from the table, because the API has no"
                + " list of all events; totals are read from the API.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything is written",
            "1:the export failed; the output is not complete",
            "2:the command line is wrong",
            "3:the export is complete, but some items of the table are no readable events"
        })
public final class ExportCommand implements Callable<Integer> {
    private static final int UNREADABLE_ITEMS = 3;
    private static final int CONNECTIONS = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What can be exported. */
    enum Content {
        EVENTS,
        VIDEOS,
        USERS
    }

    @Parameters(
            paramLabel = "CONTENT",
            description = "events: all views and votes of a table; videos, users: their totals, most viewed first")
    private Content content;

    @Mixin
    private TableOptions table;

    @Mixin
    private ApiOptions api;

    @Option(
            names = "--format",
            description = "${COMPLETION-CANDIDATES} (default: csv if the name of the output ends in .csv or .csv.gz,"
                    + " otherwise ndjson)")
    private RecordFormat format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "write to this file when the export is complete; compressed with gzip if the name ends in .gz"
                    + " (default: standard output)")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (table.table().isPresent() != (content == Content.EVENTS)) {
            throw new ParameterException(
                    spec.commandLine(), "events need --from-table; totals are read from the API, without it");
        }
        try (ExportOutput output =
                new ExportOutput(Optional.ofNullable(file), spec.commandLine().getOut())) {
            int code = content == Content.EVENTS ? exportEvents(output) : exportTotals(output);
            output.complete();
            return code;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        } catch (IOException | ApiException | SdkException e) {
            spec.commandLine().getErr().println("viewtally: the export failed: " + FailureText.of(e));
            return 1;
        }
    }

    private int exportEvents(ExportOutput output) throws IOException, InterruptedException {
        try (DynamoDbClient client = table.newClient()) {
            EventExport export = new EventExport(
                    new LineWriter(output.writer(), format(), RecordFormat.EVENT_COLUMNS),
                    spec.commandLine().getErr());
            long unreadable = export.run(table.newScan(client));
            report(export.records() + " events exported"
                    + (unreadable == 0 ? "" : ", " + unreadable + " items are no readable events"));
            return unreadable == 0 ? 0 : UNREADABLE_ITEMS;
        }
    }

    private int exportTotals(ExportOutput output) throws IOException, InterruptedException {
        Vertx vertx = Loadgen.newVertx();
        try {
            SummaryKind kind = content == Content.VIDEOS ? SummaryKind.VIDEOS : SummaryKind.USERS;
            SummaryExport export = new SummaryExport(kind, output.writer(), format());
            export.run(api.newClient(vertx, CONNECTIONS, TIMEOUT));
            report(export.records() + " totals exported");
            return 0;
        } finally {
            vertx.close().await();
        }
    }

    private RecordFormat format() {
        if (format != null) {
            return format;
        }
        return file == null ? RecordFormat.NDJSON : RecordFormat.ofFileName(file.toString());
    }

    private void report(String text) {
        spec.commandLine().getErr().println(text);
    }
}
