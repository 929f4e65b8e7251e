package io.github.viewtally.cli.importing;

import io.github.viewtally.cli.events.FailureText;
import io.github.viewtally.cli.events.RecordFormat;
import io.github.viewtally.cli.events.TableOptions;
import io.github.viewtally.cli.importing.ImportSession.ProgressFiles;
import io.github.viewtally.cli.importing.ImportSession.SendSettings;
import io.github.viewtally.cli.importing.LineSource.LineOptions;
import io.github.viewtally.loadgen.ApiOptions;
import io.github.viewtally.loadgen.DurationConverter;
import io.github.viewtally.loadgen.Loadgen;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.output.CheckedOutput.OutputException;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code viewtally import}: posts the events of files or of a table to the API. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Posts the views and votes of files, or of a table, to the API. Importing them again changes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every record is stored",
            "1:the import failed or was interrupted; with --checkpoint, the same command resumes it",
            "2:the command line is wrong",
            "3:the import is complete, but some records were rejected"
        })
public final class ImportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "files with one record per line, - for standard input; they may be compressed with gzip")
    private List<String> files = List.of();

    @Mixin
    private TableOptions table;

    @Mixin
    private ApiOptions api;

    @Option(
            names = "--format",
            description = "${COMPLETION-CANDIDATES} (default: csv for names that end in .csv or .csv.gz, otherwise"
                    + " ndjson)")
    private RecordFormat format;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "keep the progress in this file, and continue from it if it exists (default: none)")
    private Path checkpoint;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            defaultValue = "rejected.ndjson",
            description = "write records that are not imported to this file, with the reason; a new import replaces it"
                    + " (default: ${DEFAULT-VALUE})")
    private Path rejects;

    @Option(
            names = "--view-time",
            paramLabel = "TIMESTAMP",
            converter = InstantConverter.class,
            description =
                    "the time of views without a timestamp, plus a microsecond for each earlier line (default: such"
                            + " views are rejected)")
    private Instant viewTime;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "500",
            description = "events per request, up to 500 (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8",
            description = "requests at the same time (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "how long to wait for a response (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "how long to retry a request while the API is unavailable (default: ${DEFAULT-VALUE})")
    private Duration patience;

    @Option(
            names = "--resume-pause",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description =
                    "how long a resumed import waits after a kill, because the API may still store the last requests"
                            + " of the killed import (default: ${DEFAULT-VALUE})")
    private Duration resumePause;

    @Option(names = "--quiet", description = "print no progress")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        check();
        try {
            if (table.table().isEmpty()) {
                LineOptions options = new LineOptions(Optional.ofNullable(format), Optional.ofNullable(viewTime));
                return run(new LineSource(files, options, System.in));
            }
            try (DynamoDbClient client = table.newClient()) {
                return run(new TableSource(table.newScan(client)));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        } catch (IOException | ApiException | OutputException | SdkException e) {
            spec.commandLine().getErr().println("viewtally: " + FailureText.of(e));
            return 1;
        }
    }

    private int run(EventSource source) throws IOException, InterruptedException {
        Vertx vertx = Loadgen.newVertx();
        try {
            return new ImportSession(
                            source,
                            new SendSettings(api, batch, connections, timeout, patience),
                            new ProgressFiles(Optional.ofNullable(checkpoint), rejects, resumePause),
                            new CheckedOutput(
                                    spec.commandLine().getOut(),
                                    spec.commandLine().getErr()),
                            !quiet)
                    .run(vertx);
        } finally {
            vertx.close().await();
        }
    }

    private void check() {
        require(table.table().isPresent() != !files.isEmpty(), "give files, - for standard input, or --from-table");
        require(
                files.indexOf(LineSource.STANDARD_INPUT) == files.lastIndexOf(LineSource.STANDARD_INPUT),
                "give - only once");
        require(batch >= 1 && batch <= BatchSender.MAX_BATCH, "--batch must be from 1 to " + BatchSender.MAX_BATCH);
        require(connections >= 1 && connections <= 1_000, "--connections must be from 1 to 1000");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** Parses a timestamp such as {@code 2022-01-02T00:30:25Z}. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return Timestamps.parse(text)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' " + Timestamps.RULE));
        }
    }
}
