package io.github.viewtally.loadgen;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that records each request and responds as the test defines. */
public final class StubApi {
    public final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public StubApi(Vertx vertx, Responder responder) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body, responder)))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void handle(HttpServerRequest request, Buffer body, Responder responder) {
        JsonObject json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        ReceivedRequest received = new ReceivedRequest(request.method().name(), request.uri(), json, System.nanoTime());
        requests.add(received);
        responder.respond(received, request.response());
    }

    /** Returns the bodies of the requests to a path. */
    public List<JsonObject> bodies(String uri) {
        return requests.stream()
                .filter(request -> request.uri().equals(uri))
                .map(ReceivedRequest::body)
                .toList();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Responds like the API to an event that it stores. */
    public static void acknowledge(ReceivedRequest received, HttpServerResponse response) {
        int status = received.method().equals("DELETE") ? 204 : received.uri().equals("/views") ? 201 : 200;
        response.setStatusCode(status).end();
    }

    public static void page(HttpServerResponse response, String json) {
        response.putHeader("content-type", "application/json").end(json);
    }

    /** Returns a URL with a port that no server listens on. */
    public static URI freeUrl(Vertx vertx) {
        var server = vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(0, "127.0.0.1")
                .await();
        server.close().await();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public interface Responder {
        void respond(ReceivedRequest received, HttpServerResponse response);
    }

    public record ReceivedRequest(String method, String uri, JsonObject body, long nanoTime) {}
}
