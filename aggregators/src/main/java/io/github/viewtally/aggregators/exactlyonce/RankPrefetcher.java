package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.aggregators.exactlyonce.Ranks.KnownRanks;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The places of the summaries of a batch's groups, read for some groups at once, each before its turn: the reads of a wide
 * batch wait beside one another and beside the transactions, not before each of them.
 */
final class RankPrefetcher {

    /** So many groups are read for at once. */
    static final int GROUPS = 4;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Ranks ranks;
    private final Executor readers;
    private final Map<TransactionPlan, CompletableFuture<KnownRanks>> begun = new IdentityHashMap<>();

    RankPrefetcher(Ranks ranks, Executor readers) {
        this.ranks = ranks;
        this.readers = readers;
    }

    /** Threads that end when there is nothing to read, and that keep no process alive. */
    static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                GROUPS, GROUPS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "places");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Those of the first of the coming groups, as far as they are known in the time of a call. */
    KnownRanks ofFirst(List<TransactionPlan> coming) {
        TransactionPlan first = coming.get(0);
        if (coming.size() == 1 && !begun.containsKey(first)) {
            return ranks.places(first);
        }
        coming.forEach(group -> begun.computeIfAbsent(group, this::begin));
        return begun.remove(first).join();
    }

    private CompletableFuture<KnownRanks> begin(TransactionPlan group) {
        CompletableFuture<KnownRanks> places = new CompletableFuture<>();
        readers.execute(() -> {
            try {
                places.complete(ranks.places(group));
            } finally {
                places.complete(KnownRanks.UNKNOWN);
            }
        });
        return places.completeOnTimeout(
                KnownRanks.UNKNOWN, ExactlyOnceAggregator.CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
