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

/** Clients with a connection each, on which one asks for the summary of one video again and again. */
final class SummaryPollers implements AutoCloseable {

    private static final long MOST_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true));
    private final HttpConnectOptions server;
    private final List<Poller> pollers = new ArrayList<>();
    private final LongAdder whole = new LongAdder();
    private final LongAdder same = new LongAdder();

    SummaryPollers(URI api) {
        server = new HttpConnectOptions().setHost(api.getHost()).setPort(api.getPort());
    }

    /** Opens so many connections one after the other, and asks once over each, for one of the videos from 0 on. */
    void connect(int connections, int videos) throws Exception {
        Future<?> all = Future.succeededFuture();
        for (int i = 0; i < connections; i++) {
            int video = i % videos;
            all = all.compose(open -> client.connect(server)).compose(connection -> {
                Poller poller = new Poller(connection, video);
                pollers.add(poller);
                return poller.ask();
            });
        }
        all.await(MOST_SECONDS, TimeUnit.SECONDS);
    }

    /** Each asks as soon as it has been answered, as long as this says so of it. */
    void poll(Predicate<Poller> goOn) throws Exception {
        Future.all(pollers.stream().map(poller -> poller.poll(goOn)).toList()).await(MOST_SECONDS, TimeUnit.SECONDS);
    }

    long whole() {
        return whole.sum();
    }

    long same() {
        return same.sum();
    }

    /** The views of a video, as each of those who poll it knows them. */
    List<Long> viewsOf(int video) {
        return pollers.stream()
                .filter(poller -> poller.isOf(video))
                .map(Poller::views)
                .toList();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(MOST_SECONDS, TimeUnit.SECONDS);
    }

    /** One client, with what it knows. */
    final class Poller {

        private final Context context = Vertx.currentContext();
        private final HttpClientConnection connection;
        private final int video;
        private String known;
        private int asked;
        private volatile long views;

        private Poller(HttpClientConnection connection, int video) {
            this.connection = connection;
            this.video = video;
        }

        boolean isOf(int some) {
            return video == some;
        }

        int asked() {
            return asked;
        }

        long views() {
            return views;
        }

        private Future<?> poll(Predicate<Poller> goOn) {
            Promise<Void> done = Promise.promise();
            // From another thread, a request could be queued behind a response whose end has just been processed.
            context.runOnContext(now -> next(goOn, done));
            return done.future();
        }

        private void next(Predicate<Poller> goOn, Promise<Void> done) {
            if (goOn.test(this)) {
                ask().onSuccess(answered -> next(goOn, done)).onFailure(done::tryFail);
            } else {
                done.complete();
            }
        }

        private Future<?> ask() {
            asked++;
            return connection
                    .request(HttpMethod.GET, "/videos/" + video + "/summary")
                    .compose(request -> {
                        if (known != null) {
                            request.putHeader(HttpHeaders.IF_NONE_MATCH, known);
                        }
                        return request.send();
                    })
                    .compose(response -> {
                        known = response.getHeader(HttpHeaders.ETAG);
                        return response.body().compose(body -> take(response.statusCode(), body));
                    });
        }

        private Future<Void> take(int status, Buffer body) {
            switch (status) {
                case 200 -> {
                    whole.increment();
                    views = body.toJsonObject().getLong("views");
                }
                case 304 -> same.increment();
                default -> {
                    return Future.failedFuture("video " + video + " answered by " + status);
                }
            }
            return Future.succeededFuture();
        }
    }
}
