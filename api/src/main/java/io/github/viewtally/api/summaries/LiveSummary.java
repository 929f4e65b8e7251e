package io.github.viewtally.api.summaries;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.summaries.LiveStream.LiveEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A summary that at least one stream listens to. It asks the cache for it once a second, and sends each changed response to
 * all streams, also if a poll has read it. After a failed read the streams wait, and the next second is another attempt. Use
 * it on one event loop.
 */
final class LiveSummary {

    private static final long PERIOD_MILLIS = 1_000;

    /** Streams that are served before other work of the event loop has its turn. */
    private static final int STREAMS_PER_TURN = 100;

    /** Clients connect again at different times after a process has stopped. */
    private static final int MIN_RETRY_MILLIS = 1_000;

    private static final int MAX_RETRY_MILLIS = 5_000;

    private final Context context;
    private final ResponseCache cache;
    private final String key;
    private final Supplier<Future<CachedResponse>> read;
    private final Set<LiveStream> streams = new LinkedHashSet<>();
    private LiveEvent latest;
    private long timer;
    private boolean stopped;

    /** Watches the resource until {@link #remove} has removed the last stream. */
    LiveSummary(
            Context context,
            ResponseCache cache,
            String key,
            Supplier<Future<CachedResponse>> read,
            CachedResponse first) {
        this.context = context;
        this.cache = cache;
        this.key = key;
        this.read = read;
        this.latest = LiveEvent.of(first);
        cache.watch(key, this::changeTo);
        startTimer();
    }

    LiveEvent latest() {
        return latest;
    }

    void add(LiveStream stream) {
        streams.add(stream);
        stream.begin(ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS));
    }

    /** Removes a stream that has ended, and returns whether it was the last one. */
    boolean remove(LiveStream stream) {
        streams.remove(stream);
        if (streams.isEmpty() && !stopped) {
            stopped = true;
            context.owner().cancelTimer(timer);
            cache.unwatch(key);
        }
        return stopped;
    }

    /** Ends all streams. */
    void end() {
        List.copyOf(streams).forEach(LiveStream::end);
    }

    private void startTimer() {
        // It starts when a read has ended, and the cache keeps a response from the start of its read. So the next tick
        // always finds a response too old, unless a poll has read another one.
        timer = context.owner().setTimer(PERIOD_MILLIS, tick -> {
            long now = System.nanoTime();
            inTurns(stream -> stream.beat(now));
            Future.succeededFuture().compose(begun -> cache.get(key, read)).onComplete(done -> {
                if (!stopped) {
                    startTimer();
                }
            });
        });
    }

    private void changeTo(CachedResponse response) {
        if (!response.tag().equals(latest.tag())) {
            latest = LiveEvent.of(response);
            inTurns(LiveStream::update);
        }
    }

    private void inTurns(Consumer<LiveStream> action) {
        takeTurn(List.copyOf(streams), 0, action);
    }

    private void takeTurn(List<LiveStream> all, int from, Consumer<LiveStream> action) {
        int to = Math.min(all.size(), from + STREAMS_PER_TURN);
        all.subList(from, to).forEach(action);
        if (to < all.size()) {
            context.runOnContext(turn -> takeTurn(all, to, action));
        }
    }
}
