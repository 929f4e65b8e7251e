package io.github.viewtally.local.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A reverse proxy that forwards the paths under its prefixes without the prefix. It responds to other paths with 404. */
final class PrefixProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    // A kept connection can be closed by the server at the moment of its next use.
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    private final HttpServer server;
    private final Map<String, URI> targets;
    private final List<String> unknownPaths = new CopyOnWriteArrayList<>();
    private final List<String> forwarded = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /**
     * Starts the proxy on a free port.
     *
     * @param targets servers by prefix, such as {@code /stats/}
     */
    PrefixProxy(Map<String, URI> targets) {
        this.targets = Map.copyOf(targets);
        server = await(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    /** The requested paths without a known prefix, except the icon that browsers request themselves. */
    List<String> unknownPaths() {
        return unknownPaths;
    }

    /** The forwarded requests: method and path with the prefix. */
    List<String> forwarded() {
        return forwarded;
    }

    /** The requests without a response of the server, with the reason. */
    List<String> failures() {
        return failures;
    }

    private void handle(HttpServerRequest request) {
        targets.keySet().stream()
                .filter(prefix -> request.path().startsWith(prefix))
                .findFirst()
                .ifPresentOrElse(prefix -> forward(request, prefix), () -> {
                    if (!request.path().equals("/favicon.ico")) {
                        unknownPaths.add(request.path());
                    }
                    request.response().setStatusCode(404).end();
                });
    }

    private void forward(HttpServerRequest request, String prefix) {
        forwarded.add(request.method() + " " + request.path());
        URI target = targets.get(prefix);
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(request.uri().substring(prefix.length() - 1))
                .setHeaders(request.headers());
        request.body()
                .compose(body -> client.request(options).compose(out -> out.send(body)))
                .compose(response -> response.body().onSuccess((Buffer body) -> {
                    request.response()
                            .setStatusCode(response.statusCode())
                            .headers()
                            .setAll(response.headers());
                    request.response().headers().remove(HttpHeaders.TRANSFER_ENCODING);
                    request.response().end(body);
                }))
                .onFailure(failure -> {
                    // A closed tab no longer waits for its response.
                    if (!request.response().closed()) {
                        failures.add(request.path() + ": " + failure);
                        request.response().setStatusCode(502).end();
                    }
                });
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
