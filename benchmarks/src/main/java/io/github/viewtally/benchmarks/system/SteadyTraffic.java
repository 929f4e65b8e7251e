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
 * Sends events at fixed times, even if earlier requests are in flight: seven views to three votes, of 50 users and 10
 * videos. Every twentieth event is a probe: a view by a user with no other events.
 */
final class SteadyTraffic {

    static final int PER_SECOND = 500;

    private static final int TICK_MILLIS = 4;
    private static final int PROBE_EVERY = 20;

    private final Vertx vertx;
    private final NetClient client;
    private final int port;
    private final String run;
    private final Random random = new Random(1);
    private final Deque<RawHttpConnection> idle = new ArrayDeque<>();
    private final Map<String, Long> acknowledgedProbes = new ConcurrentHashMap<>();
    private final Promise<Void> end = Promise.promise();
    private volatile long expected;
    private long sent;
    private long completed;
    private final LongAdder failed = new LongAdder();

    SteadyTraffic(Vertx vertx, int port, String run) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.port = port;
        this.run = run;
    }

    /** Returns the acknowledged probes: the user and the time, as in {@link System#nanoTime}. */
    Map<String, Long> acknowledgedProbes() {
        return acknowledgedProbes;
    }

    /** Sends events for this time and waits for all responses. Returns the number of events. */
    long run(Duration length) throws Exception {
        long events = PER_SECOND * length.toMillis() / 1_000;
        expected = events;
        long start = System.nanoTime();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(go -> vertx.setPeriodic(TICK_MILLIS, timer -> {
            long due = (System.nanoTime() - start) * PER_SECOND / 1_000_000_000L;
            while (sent < Math.min(due, events)) {
                sent++;
                post(sent);
            }
            if (sent == events) {
                vertx.cancelTimer(timer);
            }
        }));
        end.future().await(length.toSeconds() + 60, TimeUnit.SECONDS);
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
                    .onFailure(end::tryFail);
        }
    }

    private void post(RawHttpConnection connection, long number) {
        boolean isProbe = number % PROBE_EVERY == 0;
        String user = isProbe ? "probe-" + run + "-" + number : Integer.toString(random.nextInt(50));
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
        if (++completed == expected) {
            end.tryComplete();
        }
    }

    private Buffer view(String user) {
        return RequestKind.post(
                "/views",
                String.format(
                        Locale.ROOT,
                        "{\"userId\":\"%s\",\"videoId\":\"%d\",\"duration\":%d}",
                        user,
                        random.nextInt(10),
                        random.nextInt(600)));
    }

    private Buffer vote(String user) {
        return RequestKind.post(
                "/votes",
                String.format(
                        Locale.ROOT,
                        "{\"userId\":\"%s\",\"videoId\":\"%d\",\"voteType\":\"%s\"}",
                        user,
                        random.nextInt(10),
                        random.nextBoolean() ? "LIKE" : "DISLIKE"));
    }
}
