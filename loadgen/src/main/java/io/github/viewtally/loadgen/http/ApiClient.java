package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.NoResponseException.ConnectionFailure;
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
 * Sends HTTP requests to the API over a limited number of connections. Its futures fail with {@link NoResponseException} if
 * there is no response. A request waits for a free connection. This wait is not part of its timeout.
 */
public final class ApiClient {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final CharSequence AGENT = HttpHeaders.createOptimized("viewtally");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final URI base;
    private final Duration timeout;
    private final Optional<String> authorization;
    private final HttpClient client;

    /** Creates a client without an access token. */
    public ApiClient(Vertx vertx, URI base, int connections, Duration timeout) {
        this(vertx, base, connections, timeout, Optional.empty());
    }

    /**
     * Creates a client.
     *
     * @param timeout the maximum time without data from the server
     * @param token the access token of all requests
     */
    public ApiClient(Vertx vertx, URI base, int connections, Duration timeout, Optional<String> token) {
        this.vertx = requireNonNull(vertx);
        this.base = requireNonNull(base);
        this.timeout = requireNonNull(timeout);
        this.authorization = token.map(value -> "Bearer " + value);
        // Vert.x accepts an IPv6 address in brackets and needs them for the Host header.
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(isSecure())
                .setDefaultHost(base.getHost())
                .setDefaultPort(port())
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(connections))
                // The request already fails if its connection is lost. Without a handler, Vert.x logs it too.
                .withConnectHandler(connection -> connection.exceptionHandler(reported -> {}))
                .build();
    }

    /** Opens and closes a connection. Fails if the server does not accept connections. */
    public Future<Void> checkReachable() {
        NetClient probe = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        return probe.connect(port(), base.getHost())
                .compose(NetSocket::close)
                .eventually(probe::close)
                .recover(failure -> noResponse(ConnectionFailure.NO_CONNECTION, failure));
    }

    /** Sends a request and returns the response with any status. */
    public Future<ApiResponse> send(ApiRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setURI(base.getRawPath() + request.path())
                .setIdleTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.USER_AGENT, AGENT);
        authorization.ifPresent(value -> options.putHeader(HttpHeaders.AUTHORIZATION, value));
        return client.request(options)
                .recover(failure -> noResponse(ConnectionFailure.NO_CONNECTION, failure))
                .compose(connected -> sendTo(connected, request.body()));
    }

    private Future<ApiResponse> sendTo(HttpClientRequest connected, Optional<Buffer> body) {
        Future<HttpClientResponse> response = body.isPresent()
                ? connected.putHeader(HttpHeaders.CONTENT_TYPE, JSON).send(body.get())
                : connected.send();
        return response.compose(head -> head.body().map(content -> apiResponse(head, content)))
                .recover(failure -> noResponse(classify(failure), failure));
    }

    private static ApiResponse apiResponse(HttpClientResponse head, Buffer body) {
        return new ApiResponse(head.statusCode(), head.statusMessage(), retryAfter(head), body);
    }

    private static Duration retryAfter(HttpClientResponse head) {
        String seconds = head.getHeader(HttpHeaders.RETRY_AFTER);
        // The header can also be a date, but the API never sends one.
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

    private static ConnectionFailure classify(Throwable failure) {
        return failure instanceof TimeoutException ? ConnectionFailure.TIMEOUT : ConnectionFailure.CONNECTION_LOST;
    }

    private <T> Future<T> noResponse(ConnectionFailure failure, Throwable cause) {
        String message = "no answer from " + base + ": " + rootMessage(cause) + ". Is the server running?";
        return Future.failedFuture(new NoResponseException(failure, message, cause));
    }

    /** Outer messages only repeat the address. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
