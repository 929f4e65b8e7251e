package io.github.viewtally.api.summaries;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.viewtally.api.response.CachedResponse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Answers to requests that many make: however many do, the table is read once in the time that an answer is kept. That
 * time begins when the read does, so no answer is older than it says, and two reads begin that far apart. Requests that
 * come while a read is under way wait for it; one that fails is told to those who wait, and not kept. To be used on one
 * event loop, but for {@link #stats}.
 */
public final class ResponseCache {

    /** What an entry takes up beside its key and its answer, about. */
    private static final int ENTRY_BYTES = 512;

    private record Entry(CachedResponse answer, long readBegan) {}

    /**
     * What the cache has done so far.
     *
     * @param hits requests answered from memory
     * @param joined requests that waited for a read that was under way already
     * @param reads requests for which the table was read
     * @param bytes that the answers take up now, about
     */
    public record Stats(long hits, long joined, long reads, long bytes) {}

    private final CacheConfig config;
    private final Ticker ticker;
    private final Cache<String, Entry> entries;
    private final Map<String, Future<CachedResponse>> underWay = new HashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder joined = new LongAdder();
    private final LongAdder reads = new LongAdder();

    public ResponseCache(CacheConfig config) {
        this(config, Ticker.systemTicker());
    }

    ResponseCache(CacheConfig config, Ticker ticker) {
        this.config = config;
        this.ticker = ticker;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(config.bytes())
                .weigher(ResponseCache::weight)
                .expireAfter(new SinceTheRead(config.time().toNanos()))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    private static int weight(String key, Entry entry) {
        return key.length() + entry.answer().weight() + ENTRY_BYTES;
    }

    /** The answer to what the key stands for, if it is in memory; otherwise null. */
    CachedResponse getIfPresent(String key) {
        Entry entry = config.isOff() ? null : entries.getIfPresent(key);
        if (entry == null) {
            return null;
        }
        hits.increment();
        return entry.answer();
    }

    /**
     * The answer that is read now, for this request and for others that ask for the same in the meantime.
     *
     * @param read completes on the event loop; what it throws is thrown
     */
    Future<CachedResponse> read(String key, Supplier<Future<CachedResponse>> read) {
        Future<CachedResponse> shared = underWay.get(key);
        if (shared != null) {
            joined.increment();
            return shared;
        }
        long began = ticker.read();
        Future<CachedResponse> answer = read.get();
        reads.increment();
        if (config.isOff()) {
            return answer;
        }
        Future<CachedResponse> kept = answer.onComplete(done -> {
            underWay.remove(key);
            if (done.succeeded()) {
                entries.put(key, new Entry(done.result(), began));
            }
        });
        if (!kept.isComplete()) {
            underWay.put(key, kept);
        }
        return kept;
    }

    /** To be called by any thread. */
    public Stats stats() {
        long bytes = entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
        return new Stats(hits.sum(), joined.sum(), reads.sum(), bytes);
    }

    /** Shows what {@link #stats} tells. */
    public void bindTo(MeterRegistry registry) {
        count(registry, "hit", Stats::hits);
        count(registry, "joined", Stats::joined);
        count(registry, "read", Stats::reads);
        Gauge.builder("summaries.cache.bytes", this, cache -> cache.stats().bytes())
                .description("What the kept answers take up, about")
                .register(registry);
    }

    private void count(MeterRegistry registry, String outcome, ToDoubleFunction<Stats> count) {
        FunctionCounter.builder("summaries.cache.requests", this, cache -> count.applyAsDouble(cache.stats()))
                .description("Requests answered from memory, by a read under way already, or by a read of their own")
                .tag("outcome", outcome)
                .register(registry);
    }

    private record SinceTheRead(long nanos) implements Expiry<String, Entry> {

        @Override
        public long expireAfterCreate(String key, Entry entry, long now) {
            return Math.max(0, entry.readBegan() + nanos - now);
        }

        @Override
        public long expireAfterUpdate(String key, Entry entry, long now, long left) {
            return expireAfterCreate(key, entry, now);
        }

        @Override
        public long expireAfterRead(String key, Entry entry, long now, long left) {
            return left;
        }
    }
}
