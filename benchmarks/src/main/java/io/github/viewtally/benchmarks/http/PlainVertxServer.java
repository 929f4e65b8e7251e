package io.github.viewtally.benchmarks.http;

import io.github.viewtally.benchmarks.process.Commands;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** A minimal Vert.x server: one route parses a body and returns it as JSON, another returns a fixed response. */
public final class PlainVertxServer {

    private static final Buffer FIXED =
            Buffer.buffer("{\"videoId\":\"5\",\"views\":1,\"duration\":42,\"likes\":0,\"dislikes\":0}");

    private PlainVertxServer() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.post("/views").handler(context -> context.request().body().onSuccess(body -> context.response()
                .setStatusCode(201)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject(body).toBuffer())));
        router.get("/fixed").handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(FIXED));
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS)
                .actualPort();
        Commands.serve(port);
    }
}
