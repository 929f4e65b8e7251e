package io.github.viewtally.benchmarks.http;

import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.process.Commands;
import io.github.viewtally.benchmarks.process.Connection;
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
 * A process that sends requests over keep-alive connections as fast as they are answered, on one event loop. A command
 * names the requests, the port, the number of connections and the milliseconds; the answer is {@code <events per second>
 * <median microseconds of a request>}.
 */
public final class HttpLoad {

    private static final int MOST_SAMPLES = 200_000;
    private static final long PATIENCE_SECONDS = 30;

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
        Requests kind = Requests.valueOf(words[0]);
        int port = Integer.parseInt(words[1]);
        List<Connection> connections = open(port, Integer.parseInt(words[2]));
        try {
            String entityTag = kind == Requests.SUMMARY ? entityTag(connections.get(0)) : "";
            Run run = new Run(kind, kind.prepare(entityTag), TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[3])));
            context.runOnContext(start -> run.begin(connections));
            return run.end.future().await(PATIENCE_SECONDS + Long.parseLong(words[3]) / 1_000, TimeUnit.SECONDS);
        } finally {
            context.runOnContext(end -> connections.forEach(Connection::close));
        }
    }

    private List<Connection> open(int port, int howMany) throws Exception {
        Promise<List<Connection>> opened = Promise.promise();
        context.runOnContext(start -> {
            List<Future<Connection>> opening = new ArrayList<>();
            for (int i = 0; i < howMany; i++) {
                opening.add(Connection.open(client, port));
            }
            Future.join(opening).<List<Connection>>map(all -> all.list()).onComplete(opened);
        });
        return opened.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private String entityTag(Connection connection) throws Exception {
        Promise<String> found = Promise.promise();
        context.runOnContext(start -> connection.send(
                Requests.get("/videos/5/summary", ""),
                answer -> found.complete(answer.header("etag")),
                () -> found.fail("the connection was closed")));
        return found.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** One command under way. */
    private static final class Run {

        private final Requests kind;
        private final List<Buffer> requests;
        private final Promise<String> end = Promise.promise();
        private final double[] micros = new double[MOST_SAMPLES];
        private final long nanos;
        private long start;
        private int next;
        private int running;
        private long answered;

        Run(Requests kind, List<Buffer> requests, long nanos) {
            this.kind = kind;
            this.requests = requests;
            this.nanos = nanos;
        }

        void begin(List<Connection> connections) {
            start = System.nanoTime();
            running = connections.size();
            connections.forEach(this::sendNext);
        }

        private void sendNext(Connection connection) {
            Buffer request = requests.get(next++ % requests.size());
            long sent = System.nanoTime();
            connection.send(
                    request,
                    answer -> {
                        long now = System.nanoTime();
                        if (answer.status() != kind.status()) {
                            end.tryFail(new IOException("answered " + answer.status() + " to a request of " + kind));
                            return;
                        }
                        micros[(int) (answered++ % MOST_SAMPLES)] = (now - sent) / 1e3;
                        if (now - start < nanos) {
                            sendNext(connection);
                        } else if (--running == 0) {
                            end.tryComplete(result(now));
                        }
                    },
                    () -> end.tryFail("a connection was closed during a request"));
        }

        private String result(long now) {
            double[] samples = Arrays.copyOf(micros, (int) Math.min(answered, MOST_SAMPLES));
            return answered * kind.size() * 1e9 / (now - start) + " " + Numbers.quantile(samples, 0.5);
        }
    }
}
