package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.Optional;

/** HTTP to the API over a fixed number of connections. Its futures fail with {@link ApiException} if no answer comes. */
final class ApiClient {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx;
    private final URI base;
    private final WebClient client;

    ApiClient(Vertx vertx, URI base, int connections) {
        this.vertx = requireNonNull(vertx);
        this.base = requireNonNull(base);
        WebClientOptions options = new WebClientOptions().setUserAgent("viewtally-loadgen");
        options.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        this.client = WebClient.create(vertx, options, new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Succeeds if something accepts connections there. Sends no request. */
    Future<Void> reach() {
        NetClient probe = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        return probe.connect(port(), base.getHost())
                .compose(NetSocket::close)
                .eventually(probe::close)
                .recover(this::noAnswer);
    }

    /** The answer whatever its status. */
    Future<HttpResponse<Buffer>> send(ApiRequest request) {
        HttpRequest<Buffer> call = call(request.method(), request.path());
        return (request.body() == null ? call.send() : call.sendJsonObject(request.body())).recover(this::noAnswer);
    }

    /** One page of a list. The cursor is empty for the first page. */
    Future<HttpResponse<Buffer>> list(String path, int limit, Optional<String> cursor) {
        HttpRequest<Buffer> call = call(HttpMethod.GET, path).addQueryParam("limit", Integer.toString(limit));
        cursor.ifPresent(value -> call.addQueryParam("cursor", value));
        return call.send().recover(this::noAnswer);
    }

    private HttpRequest<Buffer> call(HttpMethod method, String path) {
        // Not timeout(): it would count the wait for a free connection too, and a busy server would seem dead.
        return client.requestAbs(method, base + path).idleTimeout(ANSWER_TIMEOUT_MILLIS);
    }

    private int port() {
        int defaultPort = base.getScheme().equals("https") ? 443 : 80;
        return base.getPort() == -1 ? defaultPort : base.getPort();
    }

    private <T> Future<T> noAnswer(Throwable failure) {
        String message = "no answer from " + base + ": " + rootMessage(failure) + ". Is the server running?";
        return Future.failedFuture(new ApiException(message, failure));
    }

    /** The outer messages repeat the address. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
