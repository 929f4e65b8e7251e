package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads the input and posts its events. It blocks and runs once. */
final class ImportRun {
    private static final long SAVE_MILLIS = 1_000;

    private final EventSource source;
    private final ImportCheckpoint start;
    private final ImportLedger ledger;
    private final ImportLanes lanes;

    ImportRun(EventSource source, ImportCheckpoint start, ImportLedger ledger, ImportLanes lanes) {
        this.source = requireNonNull(source);
        this.start = requireNonNull(start);
        this.ledger = requireNonNull(ledger);
        this.lanes = requireNonNull(lanes);
    }

    /**
     * Returns when the input is imported, or when the import has stopped. Then no request is in progress, and the
     * checkpoint is written. The ledger knows about a failure.
     */
    void run() throws IOException, InterruptedException {
        // The age of the checkpoint also shows when an import was killed. So it is written without progress, too.
        ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor();
        saver.scheduleWithFixedDelay(this::save, SAVE_MILLIS, SAVE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            lanes.start();
            try {
                source.read(start, ledger, lanes);
                lanes.finish();
            } catch (IOException e) {
                // What was read before is imported.
                lanes.finish();
                ledger.fail(e);
            } catch (RuntimeException e) {
                ledger.fail(e);
                lanes.finish();
            }
        } finally {
            saver.shutdown();
            saver.awaitTermination(1, TimeUnit.MINUTES);
        }
        ledger.save(ledger.failure().isEmpty());
    }

    private void save() {
        try {
            ledger.save(false);
        } catch (IOException e) {
            ledger.fail(e);
        }
    }
}
