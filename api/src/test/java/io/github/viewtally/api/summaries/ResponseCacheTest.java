package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.summaries.ResponseCache.Stats;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** These tests move the clock explicitly. */
class ResponseCacheTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long MEBIBYTE = 1 << 20;

    private final List<Promise<CachedResponse>> reads = new ArrayList<>();
    private long now = 5;
    private ResponseCache cache = cache(SECOND, MEBIBYTE);

    private ResponseCache cache(Duration time, long bytes) {
        return new ResponseCache(new CacheConfig(time, bytes), () -> now);
    }

    private Future<CachedResponse> read(String key) {
        return cache.read(key, () -> {
            Promise<CachedResponse> read = Promise.promise();
            reads.add(read);
            return read.future();
        });
    }

    private static CachedResponse responseOf(int length) {
        return CachedResponse.small(new JsonObject().put("text", "x".repeat(length)));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void cachesAResponseForASecondFromTheStartOfItsRead() {
        CachedResponse response = responseOf(1);
        Future<CachedResponse> read = read("a");
        assertThat(cache.getIfPresent("a")).isNull();
        pass(Duration.ofMillis(400));
        reads.get(0).complete(response);

        assertThat(read.result()).isSameAs(response);
        assertThat(cache.getIfPresent("a")).isSameAs(response);
        assertThat(cache.getIfPresent("b")).isNull();
        pass(Duration.ofMillis(600).minusNanos(1));
        assertThat(cache.getIfPresent("a")).isSameAs(response);
        pass(Duration.ofNanos(1));
        assertThat(cache.getIfPresent("a")).isNull();
    }

    @Test
    void doesNotCacheAResponseWhoseReadTookLonger() {
        read("a");
        pass(SECOND);
        reads.get(0).complete(responseOf(1));

        assertThat(cache.getIfPresent("a")).isNull();
    }

    @Test
    void startsANewLifetimeWithEachRead() {
        read("a");
        reads.get(0).complete(responseOf(1));
        pass(SECOND);
        read("a");
        reads.get(1).complete(responseOf(2));
        pass(Duration.ofMillis(999));

        assertThat(cache.getIfPresent("a")).isSameAs(reads.get(1).future().result());
        pass(Duration.ofMillis(1));
        assertThat(cache.getIfPresent("a")).isNull();
    }

    @Test
    void readsOnceForConcurrentRequests() {
        List<Future<CachedResponse>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(read("a"));
        }
        read("b");
        reads.get(0).complete(responseOf(1));

        assertThat(reads).hasSize(2);
        assertThat(asked).allSatisfy(future -> assertThat(future.result())
                .isSameAs(reads.get(0).future().result()));
        cache.getIfPresent("a");
        assertThat(cache.stats()).isEqualTo(new Stats(1, 99, 2, cache.stats().bytes()));
    }

    @Test
    void failsAllWaitingRequestsAndReadsAgain() {
        Future<CachedResponse> first = read("a");
        Future<CachedResponse> second = read("a");
        RuntimeException failure = new IllegalStateException();
        reads.get(0).fail(failure);

        assertThat(first.cause()).isSameAs(failure);
        assertThat(second.cause()).isSameAs(failure);
        assertThat(cache.getIfPresent("a")).isNull();
        read("a");
        assertThat(reads).hasSize(2);
    }

    @Test
    void readsAgainAfterAReadThatThrew() {
        RuntimeException failure = new IllegalStateException();
        assertThatThrownBy(() -> cache.read("a", () -> {
                    throw failure;
                }))
                .isSameAs(failure);

        read("a");
        assertThat(reads).hasSize(1);
    }

    @Test
    void cachesAResponseThatIsAvailableImmediately() {
        cache.read("a", () -> Future.succeededFuture(responseOf(1)));

        assertThat(cache.getIfPresent("a")).isNotNull();
        pass(SECOND);
        read("a");
        assertThat(reads).hasSize(1);
    }

    @Test
    void usesAtMostItsMemoryLimit() {
        AtomicInteger kept = new AtomicInteger();
        for (int i = 0; i < 5_000; i++) {
            cache.read("k" + i, () -> Future.succeededFuture(responseOf(1_000)));
            assertThat(cache.stats().bytes()).isLessThanOrEqualTo(MEBIBYTE);
        }
        for (int i = 0; i < 5_000; i++) {
            if (cache.getIfPresent("k" + i) != null) {
                kept.incrementAndGet();
            }
        }

        assertThat(kept.get()).isBetween(400, 1_048);
    }

    @Test
    void countsLongKeys() {
        for (int i = 0; i < 1_000; i++) {
            cache.read("k".repeat(10_000) + i, () -> Future.succeededFuture(responseOf(1)));
        }

        assertThat(cache.stats().bytes()).isBetween(MEBIBYTE / 2, MEBIBYTE);
    }

    @Test
    void readsForEachRequestIfTheCacheIsOff() {
        cache = cache(Duration.ZERO, MEBIBYTE);
        read("a");
        read("a");
        reads.forEach(read -> read.complete(responseOf(1)));

        assertThat(reads).hasSize(2);
        assertThat(cache.getIfPresent("a")).isNull();
    }
}
