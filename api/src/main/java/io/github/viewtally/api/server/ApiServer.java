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
 * The HTTP server with its bounds: on connections, on the time of whatever comes in, and on its own end. To be used on one
 * event loop.
 */
public final class ApiServer {

    /** Holds the ids of as many summaries as may be asked for at once, each character written as %XX. */
    private static final int MAX_REQUEST_LINE = 40 * 1024;

    private static final int SWEEP_MILLIS = 250;

    /** Longer than any answer takes: it ends only what is not seen otherwise, such as a client that does not read. */
    private static final int SILENCE_SECONDS = 60;

    /** An event loop that has not run for so long is taken to be stuck. */
    private static final Duration UNRESPONSIVE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final LimitsConfig limits;
    private final RequestLifecycleHandler exchanges;
    private final ConnectionLimiter connections;
    private final HttpServer server;
    private volatile boolean draining;
    private volatile long sweptAt = System.nanoTime();

    /**
     * Not listening yet.
     *
     * @param port 0 for any free one
     */
    public ApiServer(Vertx vertx, String host, int port, LimitsConfig limits, RequestLifecycleHandler exchanges) {
        this.vertx = vertx;
        this.limits = limits;
        this.exchanges = exchanges;
        this.connections = new ConnectionLimiter(limits);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(SILENCE_SECONDS)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setHttp2ClearTextEnabled(limits.http2())
                .setHandle100ContinueAutomatically(false)
                // There are no web sockets; what looks for them would stand before every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false));
    }

    /** Shows how much is open and under way. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("http.server.connections", connections, ConnectionLimiter::open)
                .description("Connections that are open")
                .register(registry);
        Gauge.builder("http.server.requests.active", exchanges, RequestLifecycleHandler::underWay)
                .description("Requests under way")
                .register(registry);
    }

    public Future<?> listen(Handler<HttpServerRequest> handler) {
        vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            sweptAt = System.nanoTime();
            exchanges.giveUpLateOnes();
            connections.closeSlowOnes();
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

    /** Where it listens; known once it does. */
    public int port() {
        return server.actualPort();
    }

    /** Whether its event loop has run lately. Any thread may ask. */
    public boolean isResponsive() {
        return System.nanoTime() - sweptAt < UNRESPONSIVE.toNanos();
    }

    /** Whether it is about to stop. Any thread may ask. */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Serves requests for the notice period, then closes the listening socket, completes the requests in flight and those
     * that still arrive on open connections, and closes these. Takes 10 seconds at most, notice included.
     */
    public Future<Void> drain() {
        draining = true;
        long notice = limits.drainNotice().toMillis();
        Future<?> noticed = notice == 0 ? Future.succeededFuture() : vertx.timer(notice, MILLISECONDS);
        return noticed.compose(over -> {
            exchanges.closeConnections();
            return server.shutdown(LimitsConfig.DRAIN.toMillis() - notice, MILLISECONDS);
        });
    }

    /** Stops at once. */
    public Future<Void> close() {
        return server.close();
    }

    /** Answers what is no HTTP, or too long for a head; the connection is closed after that. */
    private void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem = cause instanceof TooLongHttpLineException
                ? Problem.of(414, "The path and query are too long.")
                : cause instanceof TooLongHttpHeaderException
                        ? Problem.of(431, "The headers are too long.")
                        : Framing.faultOf(request).orElseGet(() -> Problem.of(400, "The request is not proper HTTP."));
        exchanges.handleUnreadable(request, problem);
        request.connection().close();
    }
}
