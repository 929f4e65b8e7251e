package io.github.viewtally.api.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.viewtally.api.limits.LimitsConfig;
import io.github.viewtally.api.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * The HTTP server with its limits on connections, on the time to receive a request, and on the time to stop. Use it on
 * one event loop.
 */
public final class ApiServer {

    /** Enough for the largest number of ids in one request, with each character written as %XX. */
    private static final int MAX_REQUEST_LINE = 40 * 1024;

    private static final int SWEEP_MILLIS = 250;

    /**
     * Longer than any response takes. It closes connections that nothing else detects, such as those of a client that
     * does not read.
     */
    private static final int SILENCE_SECONDS = 60;

    /** An event loop that has not run for this long counts as stuck. */
    private static final Duration UNRESPONSIVE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final LimitsConfig limits;
    private final RequestLifecycleHandler lifecycle;
    private final ConnectionLimiter connections;
    private final HttpServer server;
    private Runnable endStreams = () -> {};
    private volatile boolean draining;
    private volatile long sweptAt = System.nanoTime();

    /**
     * Creates a server that does not listen yet.
     *
     * @param port 0 for any free one
     */
    public ApiServer(Vertx vertx, String host, int port, LimitsConfig limits, RequestLifecycleHandler lifecycle) {
        this.vertx = vertx;
        this.limits = limits;
        this.lifecycle = lifecycle;
        this.connections = new ConnectionLimiter(limits);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(SILENCE_SECONDS)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setHttp2ClearTextEnabled(limits.http2())
                .setHandle100ContinueAutomatically(false)
                // There are no web sockets. Their handlers would run for every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false));
    }

    /** Registers the metrics of connections and requests. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("http.server.connections", connections, ConnectionLimiter::open)
                .description("Open connections")
                .register(registry);
        Gauge.builder("http.server.requests.active", lifecycle, RequestLifecycleHandler::inFlight)
                .description("Requests in flight")
                .register(registry);
    }

    public Future<?> listen(Handler<HttpServerRequest> handler) {
        vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            sweptAt = System.nanoTime();
            lifecycle.timeOutLateRequests();
            connections.closeSlowConnections();
        });
        return server.connectionHandler(connection -> {
                    Http1ConnectionGuard.addTo(connection);
                    connections.accept(connection);
                })
                .invalidRequestHandler(this::refuseUnreadable)
                .requestHandler(request -> {
                    connections.begin(request);
                    handler.handle(request);
                })
                .listen();
    }

    /** Returns the port that it listens on; known once it does. */
    public int port() {
        return server.actualPort();
    }

    /** Returns whether its event loop has run recently. Any thread may call it. */
    public boolean isResponsive() {
        return System.nanoTime() - sweptAt < UNRESPONSIVE.toNanos();
    }

    /** Returns whether it is stopping. Any thread may call it. */
    public boolean isDraining() {
        return draining;
    }

    /** Sets the action that ends all streams when the server stops. */
    public void onStop(Runnable endStreams) {
        this.endStreams = endStreams;
    }

    /**
     * Serves requests for the notice period. Then it ends streams, closes the listening socket, completes the requests
     * in flight and those that still arrive on open connections, and closes these. This takes at most 10 seconds, including the
     * notice.
     */
    public Future<Void> drain() {
        draining = true;
        long notice = limits.drainNotice().toMillis();
        Future<?> noticed = notice == 0 ? Future.succeededFuture() : vertx.timer(notice, MILLISECONDS);
        return noticed.compose(over -> {
            lifecycle.closeConnections();
            endStreams.run();
            return server.shutdown(LimitsConfig.DRAIN.toMillis() - notice, MILLISECONDS);
        });
    }

    /** Stops at once. */
    public Future<Void> close() {
        return server.close();
    }

    /** Responds to a request that is not HTTP or has too long a head, and closes its connection. */
    private void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem = cause instanceof TooLongHttpLineException
                ? Problem.of(414, "The path and query are too long.")
                : cause instanceof TooLongHttpHeaderException
                        ? Problem.of(431, "The headers are too long.")
                        : Framing.faultOf(request).orElseGet(() -> Problem.of(400, "The request is not valid HTTP."));
        lifecycle.handleUnreadable(request, problem);
        request.connection().close();
    }
}
