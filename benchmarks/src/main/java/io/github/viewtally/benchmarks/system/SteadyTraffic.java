package io.github.viewtally.benchmarks.system;

import io.github.viewtally.benchmarks.http.RequestKind;
import io.github.viewtally.benchmarks.process.RawHttpConnection;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends events at a constant rate, even if earlier requests are in flight: 70% views and 30% votes, by 50 users on 10
 * videos. Every twentieth event is a probe: a view by a user with no other events.
 */
final class SteadyTraffic {

    static final int EVENTS_PER_SECOND = 500;

    private static final int TICK_MILLIS = 4;
    private static final int EVENTS_PER_PROBE = 20;
    private static final int USERS = 50;
    private static final int VIDEOS = 10;

    private final Vertx vertx;
    private final NetClient client;
    private final int port;
    private final String runName;
    private final Random random = new Random(1);
    private final Deque<RawHttpConnection> idle = new ArrayDeque<>();
    private final Map<String, Long> acknowledgedProbes = new ConcurrentHashMap<>();
    private final Promise<Void> allCompleted = Promise.promise();
    private volatile long total;
    private long sent;
    private long completed;
    private final LongAdder failed = new LongAdder();

    SteadyTraffic(Vertx vertx, int port, String runName) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.port = port;
        this.runName = runName;
    }

    /** Returns the time of acknowledgement of each probe by its user, as in {@link System#nanoTime}. */
    Map<String, Long> acknowledgedProbes() {
        return acknowledgedProbes;
    }

    /** Sends events for this time and waits for all responses. Returns the number of events. */
    long run(Duration length) throws Exception {
        long events = EVENTS_PER_SECOND * length.toMillis() / 1_000;
        total = events;
        long start = System.nanoTime();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(go -> vertx.setPeriodic(TICK_MILLIS, timer -> {
            long due = (System.nanoTime() - start) * EVENTS_PER_SECOND / 1_000_000_000L;
            while (sent < Math.min(due, events)) {
                sent++;
                post(sent);
            }
            if (sent == events) {
                vertx.cancelTimer(timer);
            }
        }));
        allCompleted.future().await(length.toSeconds() + 60, TimeUnit.SECONDS);
        return events;
    }

    /** Returns the number of events that failed. */
    long failed() {
        return failed.sum();
    }

    private void post(long number) {
        RawHttpConnection connection = idle.poll();
        while (connection != null && !connection.isOpen()) {
            connection = idle.poll();
        }
        if (connection != null) {
            post(connection, number);
        } else {
            RawHttpConnection.open(client, port)
                    .onSuccess(opened -> post(opened, number))
                    .onFailure(allCompleted::tryFail);
        }
    }

    private void post(RawHttpConnection connection, long number) {
        boolean isProbe = number % EVENTS_PER_PROBE == 0;
        String user = isProbe ? "probe-" + runName + "-" + number : Integer.toString(random.nextInt(USERS));
        boolean isView = isProbe || random.nextInt(10) < 7;
        connection.send(
                isView ? view(user) : vote(user),
                response -> {
                    boolean stored = response.status() / 100 == 2;
                    if (!stored) {
                        failed.increment();
                    }
                    if (isProbe && stored) {
                        acknowledgedProbes.put(user, System.nanoTime());
                    }
                    idle.push(connection);
                    complete();
                },
                () -> {
                    failed.increment();
                    complete();
                });
    }

    private void complete() {
        if (++completed == total) {
            allCompleted.tryComplete();
        }
    }

    private Buffer view(String user) {
        return RequestKind.post(
                "/views",
                String.format(
                        Locale.ROOT,
                        "{\"userId\":\"%s\",\"videoId\":\"%d\",\"duration\":%d}",
                        user,
                        random.nextInt(VIDEOS),
                        random.nextInt(600)));
    }

    private Buffer vote(String user) {
        return RequestKind.post(
                "/votes",
                String.format(
                        Locale.ROOT,
                        "{\"userId\":\"%s\",\"videoId\":\"%d\",\"voteType\":\"%s\"}",
                        user,
                        random.nextInt(VIDEOS),
                        random.nextBoolean() ? "LIKE" : "DISLIKE"));
    }
}
