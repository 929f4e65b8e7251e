package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.NoAnswerException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * HTTP to the API over a fixed number of connections. Its futures fail with {@link NoAnswerException} if no answer comes.
 * A request that finds no free connection waits for one, and that time does not count towards its time-out.
 */
public final class ApiClient {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final CharSequence AGENT = HttpHeaders.createOptimized("viewtally-loadgen");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final URI base;
    private final Duration timeout;
    private final HttpClient client;

    /** {@code timeout} is how long an answer may be silent. */
    public ApiClient(Vertx vertx, URI base, int connections, Duration timeout) {
        this.vertx = requireNonNull(vertx);
        this.base = requireNonNull(base);
        this.timeout = requireNonNull(timeout);
        // An IPv6 address keeps its brackets: Vert.x accepts it so, and builds the Host header from it.
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(isSecure())
                .setDefaultHost(base.getHost())
                .setDefaultPort(port())
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(connections))
                // The request tells of a lost connection; without a handler it would be logged besides.
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
    }

    /** Succeeds if something accepts connections there. Sends no request. */
    public Future<Void> reach() {
        NetClient probe = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        return probe.connect(port(), base.getHost())
                .compose(NetSocket::close)
                .eventually(probe::close)
                .recover(failure -> noAnswer(Kind.NO_CONNECTION, failure));
    }

    /** The answer whatever its status. */
    public Future<Answer> send(ApiRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setURI(base.getRawPath() + request.path())
                .setIdleTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.USER_AGENT, AGENT);
        return client.request(options)
                .recover(failure -> noAnswer(Kind.NO_CONNECTION, failure))
                .compose(connected -> exchange(connected, request.body()));
    }

    private Future<Answer> exchange(HttpClientRequest connected, Optional<Buffer> body) {
        Future<HttpClientResponse> response = body.isPresent()
                ? connected.putHeader(HttpHeaders.CONTENT_TYPE, JSON).send(body.get())
                : connected.send();
        return response.compose(head -> head.body().map(content -> answer(head, content)))
                .recover(failure -> noAnswer(kindOf(failure), failure));
    }

    private static Answer answer(HttpClientResponse head, Buffer body) {
        return new Answer(head.statusCode(), head.statusMessage(), retryAfter(head), body);
    }

    private static Duration retryAfter(HttpClientResponse head) {
        String seconds = head.getHeader(HttpHeaders.RETRY_AFTER);
        // The header may be a date too; the API never sends one, and the own pause is good enough then.
        boolean isNumber = seconds != null && seconds.matches("\\d{1,9}");
        return isNumber ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }

    private boolean isSecure() {
        return base.getScheme().equals("https");
    }

    private int port() {
        int defaultPort = isSecure() ? 443 : 80;
        return base.getPort() == -1 ? defaultPort : base.getPort();
    }

    private static Kind kindOf(Throwable failure) {
        return failure instanceof TimeoutException ? Kind.TIME_OUT : Kind.CONNECTION_LOST;
    }

    private <T> Future<T> noAnswer(Kind kind, Throwable failure) {
        String message = "no answer from " + base + ": " + rootMessage(failure) + ". Is the server running?";
        return Future.failedFuture(new NoAnswerException(kind, message, failure));
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
