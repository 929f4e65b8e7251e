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

/** An HTTP server that records each call and lets the test answer it. */
public final class StubApi {
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public StubApi(Vertx vertx, Answer answer) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body, answer)))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void take(HttpServerRequest request, Buffer body, Answer answer) {
        JsonObject json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        Call call = new Call(request.method().name(), request.uri(), json, System.nanoTime());
        calls.add(call);
        answer.give(call, request.response());
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** As the API does when all is well. */
    public static void acknowledge(Call call, HttpServerResponse response) {
        int status = call.method().equals("DELETE") ? 204 : call.uri().equals("/views") ? 201 : 200;
        response.setStatusCode(status).end();
    }

    public static void page(HttpServerResponse response, String json) {
        response.putHeader("content-type", "application/json").end(json);
    }

    /** Where nothing answers. */
    public static URI freeUrl(Vertx vertx) {
        var server = vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(0, "127.0.0.1")
                .await();
        server.close().await();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public interface Answer {
        void give(Call call, HttpServerResponse response);
    }

    public record Call(String method, String uri, JsonObject body, long nanoTime) {}
}
