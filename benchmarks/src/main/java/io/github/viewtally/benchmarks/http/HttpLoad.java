package io.github.viewtally.benchmarks.http;

import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.RawHttpConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that sends requests over keep-alive connections on one event loop. Each connection sends the next request after
 * the response. A command names the requests, the port, the number of connections and the milliseconds. The result is
 * {@code <events per second> <median microseconds of a request>}.
 */
public final class HttpLoad {

    private static final int MAX_SAMPLES = 200_000;
    private static final long TIMEOUT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient();

    private HttpLoad() {}

    public static void main(String[] args) {
        HttpLoad load = new HttpLoad();
        Commands.serve("ready", load::run);
    }

    private String run(String command) throws Exception {
        String[] words = command.split(" ");
        RequestKind kind = RequestKind.valueOf(words[0]);
        int port = Integer.parseInt(words[1]);
        List<RawHttpConnection> connections = open(port, Integer.parseInt(words[2]));
        try {
            String entityTag = kind == RequestKind.SUMMARY ? entityTag(connections.get(0)) : "";
            LoadRun run =
                    new LoadRun(kind, kind.prepare(entityTag), TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[3])));
            context.runOnContext(start -> run.start(connections));
            return run.end.future().await(TIMEOUT_SECONDS + Long.parseLong(words[3]) / 1_000, TimeUnit.SECONDS);
        } finally {
            context.runOnContext(end -> connections.forEach(RawHttpConnection::close));
        }
    }

    private List<RawHttpConnection> open(int port, int count) throws Exception {
        Promise<List<RawHttpConnection>> opened = Promise.promise();
        context.runOnContext(start -> {
            List<Future<RawHttpConnection>> opening = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                opening.add(RawHttpConnection.open(client, port));
            }
            Future.join(opening).<List<RawHttpConnection>>map(all -> all.list()).onComplete(opened);
        });
        return opened.future().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private String entityTag(RawHttpConnection connection) throws Exception {
        Promise<String> found = Promise.promise();
        context.runOnContext(start -> connection.send(
                RequestKind.get("/videos/5/summary", ""),
                response -> found.complete(response.header("etag")),
                () -> found.fail("the connection was closed")));
        return found.future().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The execution of one command. */
    private static final class LoadRun {

        private final RequestKind kind;
        private final List<Buffer> requests;
        private final Promise<String> end = Promise.promise();
        private final double[] micros = new double[MAX_SAMPLES];
        private final long nanos;
        private long start;
        private int next;
        private int running;
        private long responses;

        LoadRun(RequestKind kind, List<Buffer> requests, long nanos) {
            this.kind = kind;
            this.requests = requests;
            this.nanos = nanos;
        }

        void start(List<RawHttpConnection> connections) {
            start = System.nanoTime();
            running = connections.size();
            connections.forEach(this::sendNext);
        }

        private void sendNext(RawHttpConnection connection) {
            Buffer request = requests.get(next++ % requests.size());
            long sent = System.nanoTime();
            connection.send(
                    request,
                    response -> {
                        long now = System.nanoTime();
                        if (response.status() != kind.status()) {
                            end.tryFail(new IOException("answered " + response.status() + " to a request of " + kind));
                            return;
                        }
                        micros[(int) (responses++ % MAX_SAMPLES)] = (now - sent) / 1e3;
                        if (now - start < nanos) {
                            sendNext(connection);
                        } else if (--running == 0) {
                            end.tryComplete(result(now));
                        }
                    },
                    () -> end.tryFail("a connection was closed during a request"));
        }

        private String result(long now) {
            double[] samples = Arrays.copyOf(micros, (int) Math.min(responses, MAX_SAMPLES));
            return responses * kind.size() * 1e9 / (now - start) + " " + Numbers.quantile(samples, 0.5);
        }
    }
}
