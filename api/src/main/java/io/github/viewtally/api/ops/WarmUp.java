package io.github.viewtally.api.ops;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/**
 * Reads one list before the port opens. Otherwise the first client would wait until hundreds of classes are loaded and
 * the first connection to the table is open.
 */
public final class WarmUp {

    private static final String HOST = "127.0.0.1";
    private static final String REQUEST = "/summaries/videos?limit=100";
    private static final int TIMEOUT_SECONDS = 2;

    private WarmUp() {}

    /** Sends the request to a temporary port. Succeeds in bounded time, even if the request fails. */
    public static Future<Void> of(Vertx vertx, Handler<HttpServerRequest> routes) {
        HttpServer server = vertx.createHttpServer().requestHandler(routes);
        HttpClient client = vertx.createHttpClient();
        return server.listen(0, HOST)
                .compose(open -> client.request(HttpMethod.GET, open.actualPort(), HOST, REQUEST))
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .transform(end -> Future.join(client.close(), server.close()))
                .transform(closed -> Future.succeededFuture());
    }
}
