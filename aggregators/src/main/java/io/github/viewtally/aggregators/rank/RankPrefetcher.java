package io.github.viewtally.aggregators.rank;

import io.github.viewtally.aggregators.commit.BatchCommitter;
import io.github.viewtally.aggregators.commit.IndexUpdates;
import io.github.viewtally.aggregators.commit.TransactionPlan;
import io.github.viewtally.model.SummaryKey;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads the ranks for several plans of a batch at once, while earlier transactions of the batch run. */
public final class RankPrefetcher implements IndexUpdates.Source {

    private static final int LOOKAHEAD = 4;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Ranks ranks;
    private final Executor readers;
    private final Map<TransactionPlan, CompletableFuture<IndexUpdates>> reads = new IdentityHashMap<>();

    /** Creates the prefetcher of one batch. */
    public RankPrefetcher(Ranks ranks, Executor readers) {
        this.ranks = ranks;
        this.readers = readers;
    }

    /** Creates threads for reads. They end when idle, and they do not keep the process alive. */
    public static Executor newReaders() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                LOOKAHEAD, LOOKAHEAD, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "rank-reader");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public IndexUpdates ofFirst(List<TransactionPlan> upcoming) {
        TransactionPlan first = upcoming.get(0);
        if (upcoming.size() == 1 && !reads.containsKey(first)) {
            return ranks.read(first);
        }
        upcoming.stream().limit(LOOKAHEAD).forEach(plan -> reads.computeIfAbsent(plan, this::startRead));
        return reads.remove(first).join();
    }

    @Override
    public void onNotWritten(SummaryKey key) {
        ranks.invalidate(key);
    }

    /** Starts a read. Its result is unknown after a failure, or when it takes longer than a call may take. */
    private CompletableFuture<IndexUpdates> startRead(TransactionPlan plan) {
        CompletableFuture<IndexUpdates> read = new CompletableFuture<>();
        readers.execute(() -> {
            try {
                read.complete(ranks.read(plan));
            } finally {
                read.complete(IndexUpdates.UNKNOWN);
            }
        });
        return read.completeOnTimeout(
                IndexUpdates.UNKNOWN, BatchCommitter.CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
