package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Formats the progress of an import as one line. */
final class ImportProgress implements Supplier<String> {
    private static final int BAR_WIDTH = 24;

    private final ImportLedger ledger;
    private final EventSource source;
    private final long storedBefore;
    private final long startNanos = System.nanoTime();
    private final double firstProgress;

    ImportProgress(ImportLedger ledger, EventSource source) {
        this.ledger = requireNonNull(ledger);
        this.source = requireNonNull(source);
        this.storedBefore = ledger.stored();
        this.firstProgress = source.progress().orElse(0);
    }

    /** Returns a line such as {@code [#####-----] 50 %, 30 s left: 120000 stored, 0 rejected, 3900/s}. */
    @Override
    public String get() {
        String counts = String.format(
                Locale.ROOT, "%d stored, %d rejected, %.0f/s", ledger.stored(), ledger.rejected(), ratePerSecond());
        return bar() + counts;
    }

    /** Returns the stored events per second since the import was started or resumed. */
    double ratePerSecond() {
        return (ledger.stored() - storedBefore) * 1e9 / Math.max(1, System.nanoTime() - startNanos);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Returns the number of events stored since the import was started or resumed. */
    long storedNow() {
        return ledger.stored() - storedBefore;
    }

    private String bar() {
        OptionalDouble progress = source.progress();
        if (progress.isEmpty()) {
            return "";
        }
        double done = Math.min(1, progress.getAsDouble());
        int filled = (int) (done * BAR_WIDTH);
        double perSecond = (done - firstProgress) / Math.max(1e-3, elapsed().toMillis() / 1e3);
        String left = perSecond > 0 ? String.format(Locale.ROOT, ", %.0f s left", (1 - done) / perSecond) : "";
        return String.format(
                Locale.ROOT,
                "[%s%s] %.0f %%%s: ",
                "#".repeat(filled),
                "-".repeat(BAR_WIDTH - filled),
                Math.floor(done * 100),
                left);
    }
}
