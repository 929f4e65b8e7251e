package io.github.viewtally.testsupport.polling;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Clients that listen to streams of server-sent events of one server. Each client has its own connection. */
public final class ListeningClients implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;
    private static final String DATA = "data: ";

    private final Vertx vertx = Vertx.vertx();

    /** The context of all connections. */
    private final Context context = vertx.getOrCreateContext();

    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true));
    private final HttpConnectOptions server;
    private final List<Listener> listeners = new ArrayList<>();
    private final LongAdder events = new LongAdder();
    private final LongAdder ended = new LongAdder();

    public ListeningClients(URI server) {
        this.server = new HttpConnectOptions().setHost(server.getHost()).setPort(server.getPort());
    }

    /**
     * Opens streams, each over a separate connection.
     *
     * @throws TimeoutException if this takes more than a minute
     */
    public void connect(int connections, String path) throws TimeoutException {
        Promise<Object> done = Promise.promise();
        context.runOnContext(now -> connectAll(connections, path).onComplete(result -> done.handle(result.mapEmpty())));
        done.future().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<?> connectAll(int connections, String path) {
        Future<?> all = Future.succeededFuture();
        for (int i = 0; i < connections; i++) {
            // One after the other, because too many at the same time overflow the backlog of the server's socket.
            all = all.compose(open -> client.connect(server)).compose(connection -> {
                Listener listener = new Listener();
                listeners.add(listener);
                connection.closeHandler(closed -> ended.increment());
                return connection
                        .request(HttpMethod.GET, path)
                        .compose(request -> request.send())
                        .compose(response -> {
                            response.handler(listener::receive);
                            return response.statusCode() == 200
                                    ? Future.succeededFuture()
                                    : Future.failedFuture(path + " returned " + response.statusCode());
                        });
            });
        }
        return all;
    }

    /** The data of the last event that each client has received; empty without an event. */
    public List<String> data() {
        return listeners.stream().map(listener -> listener.data).toList();
    }

    /** The number of events that all clients have received. */
    public long events() {
        return events.sum();
    }

    /** The number of connections that the server has closed. */
    public long ended() {
        return ended.sum();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private final class Listener {

        private Buffer unread = Buffer.buffer();
        private volatile String data = "";

        private void receive(Buffer part) {
            String text = unread.appendBuffer(part).toString();
            int end = text.lastIndexOf("\n\n") + 2;
            unread = Buffer.buffer(text.substring(end));
            text.substring(0, end).lines().filter(line -> line.startsWith(DATA)).forEach(line -> {
                data = line.substring(DATA.length());
                events.increment();
            });
        }
    }
}
