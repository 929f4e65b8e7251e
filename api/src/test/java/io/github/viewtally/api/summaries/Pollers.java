package io.github.viewtally.api.summaries;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Clients that poll one resource, each over its own connection, with the entity tag that they know. */
final class Pollers implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();

    /** Of all connections. */
    private final Context context = vertx.getOrCreateContext();

    private final HttpClientAgent client;
    private final List<PollingClient> pollers = new ArrayList<>();
    private final LongAdder whole = new LongAdder();
    private final LongAdder same = new LongAdder();

    Pollers() {
        client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true));
    }

    /** Opens this number of connections and sends one request over each. */
    Future<?> connect(int port, int connections, List<String> uris) {
        HttpConnectOptions server =
                new HttpConnectOptions().setHost(ApiUnderTest.HOST).setPort(port);
        Promise<Object> done = Promise.promise();
        context.runOnContext(
                now -> connect(server, connections, uris).onComplete(result -> done.handle(result.mapEmpty())));
        return done.future();
    }

    private Future<?> connect(HttpConnectOptions server, int connections, List<String> uris) {
        Future<?> all = Future.succeededFuture();
        for (int i = 0; i < connections; i++) {
            String uri = uris.get(i % uris.size());
            // One after the other: so many at once would overrun the queue of a listening socket.
            all = all.compose(open -> client.connect(server)).compose(connection -> {
                PollingClient poller = new PollingClient(connection, uri);
                pollers.add(poller);
                return poller.ask();
            });
        }
        return all;
    }

    /** Each client sends another request after each response, while {@code goOn} accepts the number of its requests. */
    Future<?> poll(Predicate<Integer> goOn) {
        return Future.all(pollers.stream().map(poller -> poller.poll(goOn)).toList());
    }

    int connected() {
        return (int) pollers.stream().filter(poller -> poller.open).count();
    }

    long whole() {
        return whole.sum();
    }

    long same() {
        return same.sum();
    }

    @Override
    public void close() {
        ApiUnderTest.await(vertx.close());
    }

    private final class PollingClient {

        private final HttpClientConnection connection;
        private final String uri;
        private volatile boolean open = true;
        private String known;
        private int asked;

        PollingClient(HttpClientConnection connection, String uri) {
            this.connection = connection;
            this.uri = uri;
            connection.closeHandler(closed -> open = false);
        }

        Future<?> poll(Predicate<Integer> goOn) {
            Promise<Void> done = Promise.promise();
            // From another thread, a request could be queued behind a response whose end has just been processed.
            context.runOnContext(now -> next(goOn, done));
            return done.future();
        }

        private void next(Predicate<Integer> goOn, Promise<Void> done) {
            if (!goOn.test(asked)) {
                done.complete();
                return;
            }
            ask().onSuccess(answered -> next(goOn, done)).onFailure(done::tryFail);
        }

        Future<?> ask() {
            asked++;
            return connection
                    .request(HttpMethod.GET, uri)
                    .compose(request -> {
                        if (known != null) {
                            request.putHeader(HttpHeaders.IF_NONE_MATCH, known);
                        }
                        return request.send();
                    })
                    // The connection lets the next request go when this answer has ended.
                    .compose(response -> count(response.statusCode(), response.headers()));
        }

        private Future<Void> count(int status, MultiMap headers) {
            switch (status) {
                case 200 -> whole.increment();
                case 304 -> same.increment();
                default -> {
                    return Future.failedFuture(uri + " answered by " + status);
                }
            }
            known = headers.get(HttpHeaders.ETAG);
            return Future.succeededFuture();
        }
    }
}
