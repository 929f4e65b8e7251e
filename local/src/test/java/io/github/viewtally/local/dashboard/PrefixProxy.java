package io.github.viewtally.local.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
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

/** A proxy that passes on what comes under its prefixes, without them. What is under none of them is not found. */
final class PrefixProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final HttpServer server;
    private final Map<String, URI> targets;
    private final List<String> strayPaths = new CopyOnWriteArrayList<>();
    private final List<String> passedOn = new CopyOnWriteArrayList<>();

    /**
     * Starts on a free port.
     *
     * @param targets where requests go, by their prefix such as {@code /stats/}
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

    /** The paths that were asked for under no prefix, but for the icon that browsers ask for by themselves. */
    List<String> strayPaths() {
        return strayPaths;
    }

    /** What was passed on: method and path with its prefix. */
    List<String> passedOn() {
        return passedOn;
    }

    private void handle(HttpServerRequest request) {
        targets.keySet().stream()
                .filter(prefix -> request.path().startsWith(prefix))
                .findFirst()
                .ifPresentOrElse(prefix -> passOn(request, prefix), () -> {
                    if (!request.path().equals("/favicon.ico")) {
                        strayPaths.add(request.path());
                    }
                    request.response().setStatusCode(404).end();
                });
    }

    private void passOn(HttpServerRequest request, String prefix) {
        passedOn.add(request.method() + " " + request.path());
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
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
