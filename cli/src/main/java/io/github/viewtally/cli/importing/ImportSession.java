package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.FailureText;
import io.github.viewtally.loadgen.ApiOptions;
import io.github.viewtally.loadgen.InterruptHandler;
import io.github.viewtally.loadgen.Terminal;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.output.CheckedOutput;
import io.github.viewtally.loadgen.report.ProgressPrinter;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts or resumes an import and prints its result. It blocks. */
final class ImportSession {
    private static final int STORED = 0;
    private static final int FAILED = 1;
    private static final int REJECTED = 3;

    /** How events are posted. */
    record SendSettings(ApiOptions api, int batch, int connections, Duration timeout, Duration patience) {}

    /**
     * The files of an import.
     *
     * @param resumePause how long the API may take for a request of a killed import
     */
    record ProgressFiles(Optional<Path> checkpoint, Path rejects, Duration resumePause) {}

    private final EventSource source;
    private final SendSettings sending;
    private final ProgressFiles files;
    private final CheckedOutput output;
    private final boolean hasProgress;

    ImportSession(
            EventSource source, SendSettings sending, ProgressFiles files, CheckedOutput output, boolean hasProgress) {
        this.source = requireNonNull(source);
        this.sending = requireNonNull(sending);
        this.files = requireNonNull(files);
        this.output = requireNonNull(output);
        this.hasProgress = hasProgress;
    }

    /** Returns the exit code. */
    int run(Vertx vertx) throws IOException, InterruptedException {
        ImportCheckpoint fresh =
                ImportCheckpoint.start(sending.api().url().toString(), source.inputs(), source.segments());
        Optional<ImportCheckpoint> found = files.checkpoint().isPresent()
                ? ImportCheckpoint.read(files.checkpoint().get())
                : Optional.empty();
        ImportCheckpoint start = found.orElse(fresh);
        if (!start.isOfSameImport(fresh)) {
            throw new IOException(files.checkpoint().get() + " belongs to another import: of "
                    + String.join(" ", start.inputs()) + " to " + start.target());
        }
        if (start.isDone()) {
            output.out("already imported: " + counts(start.stored(), start.rejected())
                    + ". To import it again, delete the checkpoint\n");
            return start.rejected() == 0 ? STORED : REJECTED;
        }
        ApiClient client = sending.api().newClient(vertx, sending.connections(), sending.timeout());
        client.checkReachable().await();
        if (!start.isIdle()) {
            awaitKilledImport(files.checkpoint().get());
        }
        RejectsFile rejects = found.isPresent()
                ? RejectsFile.resume(files.rejects(), start.rejectsLength())
                : RejectsFile.replace(files.rejects());
        return run(vertx, client, start, new ImportLedger(start, files.checkpoint(), rejects));
    }

    private int run(Vertx vertx, ApiClient client, ImportCheckpoint start, ImportLedger ledger)
            throws IOException, InterruptedException {
        BatchSender sender = new BatchSender(client, ledger, sending.patience());
        ImportLanes lanes = new ImportLanes(sender, ledger, sending.connections(), sending.batch());
        ImportProgress progress = new ImportProgress(ledger, source);
        ProgressPrinter printer =
                new ProgressPrinter(vertx.getOrCreateContext(), output, Terminal.isInteractive(), progress);
        InterruptHandler interrupts = new InterruptHandler(ledger::stop, ledger::stored);
        interrupts.install();
        try {
            if (hasProgress) {
                printer.start();
            }
            new ImportRun(source, start, ledger, lanes).run();
            if (hasProgress) {
                printer.stop().await();
            }
            return report(ledger, progress);
        } finally {
            interrupts.release();
        }
    }

    private int report(ImportLedger ledger, ImportProgress progress) {
        output.out(String.format(
                Locale.ROOT,
                "%s; %d stored by this run in %.1f s, %.0f/s%n",
                counts(ledger.stored(), ledger.rejected()),
                progress.storedNow(),
                progress.elapsed().toMillis() / 1e3,
                progress.ratePerSecond()));
        if (ledger.rejected() > 0) {
            output.out("the rejected records, with reasons: " + files.rejects() + "\n");
        }
        output.requireWritable();
        if (ledger.failure().isPresent() || ledger.isStopped()) {
            String reason = ledger.failure().map(FailureText::of).orElse("it was interrupted");
            String next = files.checkpoint().isPresent()
                    ? "To continue, run the same command again."
                    : "To start again, run the same command; nothing is counted twice.";
            output.err("viewtally: the import is not complete: " + reason + "\n" + next + "\n");
            return FAILED;
        }
        return ledger.rejected() == 0 ? STORED : REJECTED;
    }

    private static String counts(long stored, long rejected) {
        return stored + " events stored, " + rejected + " records rejected";
    }

    /**
     * A request of a killed import may still be in progress in the API. If its events were stored after those of the
     * resumed import, an old vote could replace a newer one. So this waits until it has ended.
     */
    private void awaitKilledImport(Path checkpoint) throws IOException, InterruptedException {
        Instant end = Files.getLastModifiedTime(checkpoint).toInstant().plus(files.resumePause());
        Duration pause = Duration.between(Instant.now(), end);
        if (pause.isNegative()) {
            return;
        }
        output.err("waiting " + (pause.toSeconds() + 1) + " s for the last requests of the import that was killed\n");
        TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), files.resumePause().toNanos()));
    }
}
