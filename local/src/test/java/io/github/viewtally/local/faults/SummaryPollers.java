package io.github.viewtally.local.faults;

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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Clients that poll summaries, each over a connection of its own. */
final class SummaryPollers implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();

    /** Of all connections. */
    private final Context context = vertx.getOrCreateContext();

    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true));
    private final HttpConnectOptions server;
    private final List<Poller> pollers = new ArrayList<>();
    private final LongAdder ok = new LongAdder();
    private final LongAdder notModified = new LongAdder();

    SummaryPollers(URI api) {
        server = new HttpConnectOptions().setHost(api.getHost()).setPort(api.getPort());
    }

    /** Opens connections one after the other and reads one summary over each. The videos are numbered from 0. */
    void connect(int connections, int videos) throws Exception {
        Promise<Object> done = Promise.promise();
        context.runOnContext(
                now -> connectAll(connections, videos).onComplete(result -> done.handle(result.mapEmpty())));
        done.future().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<?> connectAll(int connections, int videos) {
        Future<?> all = Future.succeededFuture();
        for (int i = 0; i < connections; i++) {
            int video = i % videos;
            all = all.compose(open -> client.connect(server)).compose(connection -> {
                Poller poller = new Poller(connection, video);
                pollers.add(poller);
                return poller.request();
            });
        }
        return all;
    }

    /** Each client sends the next request after each response, as long as the predicate holds for it. */
    void poll(Predicate<Poller> isPolling) throws Exception {
        Future.all(pollers.stream().map(poller -> poller.poll(isPolling)).toList())
                .await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    long ok() {
        return ok.sum();
    }

    long notModified() {
        return notModified.sum();
    }

    /** The views of a video according to each client that polls it. */
    List<Long> viewsOf(int video) {
        return pollers.stream()
                .filter(poller -> poller.isOf(video))
                .map(Poller::views)
                .toList();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** One client with the last response. */
    final class Poller {

        private final HttpClientConnection connection;
        private final int video;
        private String etag;
        private int requests;
        private volatile long views;

        private Poller(HttpClientConnection connection, int video) {
            this.connection = connection;
            this.video = video;
        }

        boolean isOf(int number) {
            return video == number;
        }

        int requests() {
            return requests;
        }

        long views() {
            return views;
        }

        private Future<?> poll(Predicate<Poller> isPolling) {
            Promise<Void> done = Promise.promise();
            // From another thread, a request could be queued behind a response whose end has just been processed.
            context.runOnContext(now -> next(isPolling, done));
            return done.future();
        }

        private void next(Predicate<Poller> isPolling, Promise<Void> done) {
            if (isPolling.test(this)) {
                request().onSuccess(answered -> next(isPolling, done)).onFailure(done::tryFail);
            } else {
                done.complete();
            }
        }

        private Future<?> request() {
            requests++;
            return connection
                    .request(HttpMethod.GET, "/videos/" + video + "/summary")
                    .compose(request -> {
                        if (etag != null) {
                            request.putHeader(HttpHeaders.IF_NONE_MATCH, etag);
                        }
                        return request.send();
                    })
                    .compose(response -> {
                        etag = response.getHeader(HttpHeaders.ETAG);
                        return response.body().compose(body -> take(response.statusCode(), body));
                    });
        }

        private Future<Void> take(int status, Buffer body) {
            switch (status) {
                case 200 -> {
                    ok.increment();
                    views = body.toJsonObject().getLong("views");
                }
                case 304 -> notModified.increment();
                default -> {
                    return Future.failedFuture("video " + video + " returned " + status);
                }
            }
            return Future.succeededFuture();
        }
    }
}
