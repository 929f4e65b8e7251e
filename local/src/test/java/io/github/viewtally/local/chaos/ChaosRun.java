package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.ChaosLab.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Replays histories, seed by seed, with the aggregators, and some of them with the baseline. */
final class ChaosRun {

    /** Number of histories after which a new database is used. A database becomes slower as it grows. */
    private static final int HISTORIES_PER_DATABASE = 100;

    /** The baseline counts one of so many histories. It takes as long as the aggregators. */
    private static final int HISTORIES_PER_BASELINE = 10;

    private static final int THREADS = 3;

    private final long firstSeed;
    private final long histories;
    private final Instant deadline;
    private final ChaosReport report = new ChaosReport();
    private final List<String> mismatches = new ArrayList<>();

    /**
     * Creates a run.
     *
     * @param histories maximum number of histories
     * @param atMost time after which no further history starts
     */
    ChaosRun(long firstSeed, long histories, Duration atMost) {
        this.firstSeed = firstSeed;
        this.histories = histories;
        this.deadline = Instant.now().plus(atMost);
    }

    /** Runs all histories. Stops after the first database with a mismatch. */
    ChaosReport run() throws Exception {
        for (long next = firstSeed; next < firstSeed + histories && isTime() && mismatches.isEmpty(); ) {
            long until = Math.min(next + HISTORIES_PER_DATABASE, firstSeed + histories);
            replayAll(next, until);
            next = until;
        }
        return report;
    }

    private boolean isTime() {
        return Instant.now().isBefore(deadline);
    }

    private void replayAll(long from, long until) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ChaosLab lab = new ChaosLab()) {
            AtomicLong next = new AtomicLong(from);
            List<Future<Void>> workers = new ArrayList<>();
            Callable<Void> worker = () -> {
                for (long seed = next.getAndIncrement(); seed < until && isTime(); seed = next.getAndIncrement()) {
                    replay(lab, History.of(seed));
                }
                return null;
            };
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(worker));
            }
            for (Future<Void> done : workers) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void replay(ChaosLab lab, History history) throws InterruptedException {
        Recorded recorded = lab.record(history);
        DeliveryResult ours = lab.deliverWithAudits(recorded, AuditMutants.NONE);
        report.add(recorded.records().size(), ours);
        if (history.seed() % HISTORIES_PER_BASELINE == 0) {
            report.addBaseline(recorded.records().size(), lab.deliver(recorded, new NaiveAggregation()));
        }
        if (!ours.differences().isEmpty()) {
            mismatch(
                    Shrinker.shrink(history, smaller -> lab.deliverWithAudits(lab.record(smaller), AuditMutants.NONE)),
                    ours.differences());
        }
        if (report.histories() % 50 == 0) {
            System.out.println(report.progress());
            if (System.out.checkError()) {
                throw new IllegalStateException("standard output is closed");
            }
        }
    }

    private synchronized void mismatch(History minimal, List<String> differences) {
        mismatches.add(String.format(
                Locale.ROOT,
                "seed %d: %s%nreproduced by:%n  %s",
                minimal.seed(),
                differences,
                String.join("\n  ", minimal.ops().stream().map(Op::toString).toList())));
    }

    /** The seeds with wrong counts, each with the smallest history that shows the error. */
    synchronized List<String> mismatches() {
        return List.copyOf(mismatches);
    }
}
