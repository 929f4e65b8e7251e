package io.github.viewtally.benchmarks.system;

import io.github.viewtally.benchmarks.process.RawHttpConnection;
import io.github.viewtally.benchmarks.process.RawHttpConnection.RawResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests with a number of events each at a constant rate, even if earlier requests are in flight. The latency of a
 * request counts from the time at which it was due. Use it on an event loop.
 */
final class PacedPosts {

    private static final int TICK_MILLIS = 4;
    private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");

    /**
     * The outcome of one request.
     *
     * @param dueNanos when it was due, from the start
     * @param latencyNanos from then to the response
     * @param accepted how many of its events were accepted
     */
    record Outcome(long dueNanos, long latencyNanos, int accepted) {}

    private final Vertx vertx;
    private final NetClient client;
    private final int port;
    private final double perSecond;
    private final Supplier<Buffer> requests;
    private final Deque<RawHttpConnection> idle = new ArrayDeque<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Promise<List<Outcome>> allCompleted = Promise.promise();
    private long startNanos;
    private long total;
    private long sent;

    /** Creates the traffic of {@code perSecond} requests. */
    PacedPosts(Vertx vertx, int port, double perSecond, Supplier<Buffer> requests) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.port = port;
        this.perSecond = perSecond;
        this.requests = requests;
    }

    /** Sends requests for this time. Completes after the last response. */
    Future<List<Outcome>> run(Duration length) {
        total = Math.max(1, Math.round(perSecond * length.toNanos() / 1e9));
        startNanos = System.nanoTime();
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            long due = (long) ((System.nanoTime() - startNanos) / 1e9 * perSecond);
            while (sent < Math.min(due, total)) {
                post((long) (sent++ / perSecond * 1e9));
            }
            if (sent == total) {
                vertx.cancelTimer(timer);
            }
        });
        return allCompleted.future();
    }

    private void post(long dueNanos) {
        RawHttpConnection connection = idle.poll();
        while (connection != null && !connection.isOpen()) {
            connection = idle.poll();
        }
        if (connection != null) {
            post(connection, dueNanos);
        } else {
            RawHttpConnection.open(client, port)
                    .onSuccess(opened -> post(opened, dueNanos))
                    .onFailure(failure -> complete(dueNanos, 0));
        }
    }

    private void post(RawHttpConnection connection, long dueNanos) {
        connection.send(
                requests.get(),
                response -> {
                    idle.push(connection);
                    complete(dueNanos, accepted(response));
                },
                () -> complete(dueNanos, 0));
    }

    private static int accepted(RawResponse response) {
        if (response.status() != 200) {
            return response.status() / 100 == 2 ? 1 : 0;
        }
        Matcher count = ACCEPTED.matcher(new String(response.bytes(), StandardCharsets.UTF_8));
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }

    private void complete(long dueNanos, int accepted) {
        outcomes.add(new Outcome(dueNanos, System.nanoTime() - startNanos - dueNanos, accepted));
        if (outcomes.size() == total) {
            allCompleted.complete(List.copyOf(outcomes));
        }
    }
}
