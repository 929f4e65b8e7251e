package io.github.viewtally.testsupport.polling;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Clients that poll resources of one server. Each client has its own connection, polls one path, and sends the entity tag of
 * its last response in {@code If-None-Match}. A status other than 200 and 304 is an error.
 */
public final class PollingClients implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();

    /** The context of all connections. */
    private final Context context = vertx.getOrCreateContext();

    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true));
    private final HttpConnectOptions server;
    private final List<PollingClient> clients = new ArrayList<>();
    private final LongAdder ok = new LongAdder();
    private final LongAdder notModified = new LongAdder();

    public PollingClients(URI server) {
        this.server = new HttpConnectOptions().setHost(server.getHost()).setPort(server.getPort());
    }

    /** Returns whether this process may open both ends of this number of connections. */
    public static boolean canConnect(int connections) {
        return !(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
                || unix.getMaxFileDescriptorCount() > 2L * connections + 500;
    }

    /**
     * Opens connections, distributes the paths among them in turn, and sends one request over each.
     *
     * @throws TimeoutException if this takes more than a minute
     */
    public void connect(int connections, List<String> paths) throws TimeoutException {
        Promise<Object> done = Promise.promise();
        context.runOnContext(
                now -> connectAll(connections, paths).onComplete(result -> done.handle(result.mapEmpty())));
        done.future().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<?> connectAll(int connections, List<String> paths) {
        Future<?> all = Future.succeededFuture();
        for (int i = 0; i < connections; i++) {
            String path = paths.get(i % paths.size());
            // One after the other, because too many at the same time overflow the backlog of the server's socket.
            all = all.compose(open -> client.connect(server)).compose(connection -> {
                PollingClient added = new PollingClient(connection, path);
                clients.add(added);
                return added.request();
            });
        }
        return all;
    }

    /**
     * Each client sends its next request after each response, as long as the predicate holds for it.
     *
     * @throws TimeoutException if this takes more than a minute
     */
    public void poll(Predicate<PollingClient> isPolling) throws TimeoutException {
        Future.all(clients.stream().map(each -> each.poll(isPolling)).toList())
                .await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The number of connections that the server has not closed. */
    public int connected() {
        return (int) clients.stream().filter(each -> each.isOpen).count();
    }

    /** The number of responses with status 200. */
    public long ok() {
        return ok.sum();
    }

    /** The number of responses with status 304. */
    public long notModified() {
        return notModified.sum();
    }

    /** The current body of the path according to each client that polls it. */
    public List<Buffer> bodies(String path) {
        return clients.stream()
                .filter(each -> each.path().equals(path))
                .map(PollingClient::body)
                .toList();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** One client and its last response. */
    public final class PollingClient {

        private final HttpClientConnection connection;
        private final String path;
        private volatile boolean isOpen = true;
        private volatile Buffer body = Buffer.buffer();
        private String etag;
        private int requests;

        private PollingClient(HttpClientConnection connection, String path) {
            this.connection = connection;
            this.path = path;
            connection.closeHandler(closed -> isOpen = false);
        }

        public String path() {
            return path;
        }

        /** The number of requests sent. */
        public int requests() {
            return requests;
        }

        /** The body of the last response with status 200. */
        public Buffer body() {
            return body;
        }

        private Future<?> poll(Predicate<PollingClient> isPolling) {
            Promise<Void> done = Promise.promise();
            // From another thread, a request could be queued behind a response whose end has just been processed.
            context.runOnContext(now -> requestWhile(isPolling, done));
            return done.future();
        }

        private void requestWhile(Predicate<PollingClient> isPolling, Promise<Void> done) {
            if (isPolling.test(this)) {
                request().onSuccess(received -> requestWhile(isPolling, done)).onFailure(done::tryFail);
            } else {
                done.complete();
            }
        }

        private Future<?> request() {
            requests++;
            return connection
                    .request(HttpMethod.GET, path)
                    .compose(request -> {
                        if (etag != null) {
                            request.putHeader(HttpHeaders.IF_NONE_MATCH, etag);
                        }
                        return request.send();
                    })
                    .compose(response -> {
                        etag = response.getHeader(HttpHeaders.ETAG);
                        return response.body().compose(content -> count(response.statusCode(), content));
                    });
        }

        private Future<Void> count(int status, Buffer content) {
            switch (status) {
                case 200 -> {
                    ok.increment();
                    body = content;
                }
                case 304 -> notModified.increment();
                default -> {
                    return Future.failedFuture(path + " returned " + status);
                }
            }
            return Future.succeededFuture();
        }
    }
}
