package io.github.viewtally.api.summaries;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.viewtally.api.response.CachedResponse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Caches responses, so that the table is read once per resource while a response is kept, however many clients ask. The
 * time is counted from the start of the read: no response is older than that, and two reads start at least that far apart.
 * Requests that arrive during a read wait for it. A failed read fails all waiting requests and is not cached. Use it on
 * one event loop, except for {@link #stats}.
 */
public final class ResponseCache {

    /** The approximate memory of an entry without its key and its response. */
    private static final int ENTRY_BYTES = 512;

    private record CachedRead(CachedResponse response, long readStart) {}

    /**
     * The counters of the cache.
     *
     * @param hits requests answered from memory
     * @param joined requests that waited for a read in progress
     * @param reads requests that read the table
     * @param bytes the approximate memory of the cached responses now
     */
    public record Stats(long hits, long joined, long reads, long bytes) {}

    private final CacheConfig config;
    private final Ticker ticker;
    private final AsyncCache<String, CachedRead> cache;
    private final Map<String, Consumer<CachedResponse>> watchers = new HashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder joined = new LongAdder();
    private final LongAdder reads = new LongAdder();

    public ResponseCache(CacheConfig config) {
        this(config, Ticker.systemTicker());
    }

    ResponseCache(CacheConfig config, Ticker ticker) {
        this.config = config;
        this.ticker = ticker;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(config.bytes())
                .<String, CachedRead>weigher(
                        (key, read) -> key.length() + read.response().weight() + ENTRY_BYTES)
                .expireAfter(Expiry.<String, CachedRead>creating((key, read) -> timeLeft(read)))
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
    }

    private Duration timeLeft(CachedRead read) {
        long left = read.readStart() + config.time().toNanos() - ticker.read();
        return Duration.ofNanos(Math.max(0, left));
    }

    /**
     * Returns the cached response, or reads it, or joins a read in progress.
     *
     * @param read completes on the event loop
     */
    Future<CachedResponse> get(String key, Supplier<Future<CachedResponse>> read) {
        CachedResponse known = getIfPresent(key);
        return known == null ? read(key, read) : Future.succeededFuture(known);
    }

    /** Calls the watcher with each response that is read from now on, whoever asks for it. A key has one watcher. */
    void watch(String key, Consumer<CachedResponse> watcher) {
        watchers.put(key, watcher);
    }

    void unwatch(String key) {
        watchers.remove(key);
    }

    /** Returns the cached response; null if there is none. */
    CachedResponse getIfPresent(String key) {
        CompletableFuture<CachedRead> read = config.isOff() ? null : cache.getIfPresent(key);
        if (read == null || !read.isDone()) {
            return null;
        }
        hits.increment();
        return read.join().response();
    }

    /**
     * Reads the response, or joins a read in progress.
     *
     * @param read completes on the event loop; an exception that it throws is thrown
     */
    Future<CachedResponse> read(String key, Supplier<Future<CachedResponse>> read) {
        if (config.isOff()) {
            return start(key, read);
        }
        long before = reads.sum();
        CompletableFuture<CachedRead> shared = cache.get(key, (missing, executor) -> {
            long readStart = ticker.read();
            return start(key, read)
                    .map(response -> new CachedRead(response, readStart))
                    .toCompletionStage()
                    .toCompletableFuture();
        });
        if (reads.sum() == before) {
            joined.increment();
        }
        return Future.fromCompletionStage(shared).map(CachedRead::response);
    }

    private Future<CachedResponse> start(String key, Supplier<Future<CachedResponse>> read) {
        Future<CachedResponse> response = read.get();
        reads.increment();
        return response.onSuccess(current -> {
            Consumer<CachedResponse> watcher = watchers.get(key);
            if (watcher != null) {
                watcher.accept(current);
            }
        });
    }

    /** Returns what the cache has done so far. Any thread may call it. */
    public Stats stats() {
        long bytes = cache.synchronous()
                .policy()
                .eviction()
                .orElseThrow()
                .weightedSize()
                .orElse(0);
        return new Stats(hits.sum(), joined.sum(), reads.sum(), bytes);
    }

    /** Registers the metrics of {@link #stats}. */
    public void bindTo(MeterRegistry registry) {
        count(registry, "hit", Stats::hits);
        count(registry, "joined", Stats::joined);
        count(registry, "read", Stats::reads);
        Gauge.builder("summaries.cache.bytes", this, self -> self.stats().bytes())
                .description("Approximate memory of the cached responses")
                .register(registry);
    }

    private void count(MeterRegistry registry, String outcome, ToDoubleFunction<Stats> count) {
        FunctionCounter.builder("summaries.cache.requests", this, self -> count.applyAsDouble(self.stats()))
                .description("Requests answered from memory, by joining a read in progress, or by a new read")
                .tag("outcome", outcome)
                .register(registry);
    }
}
