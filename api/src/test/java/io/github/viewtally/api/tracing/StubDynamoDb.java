package io.github.viewtally.api.tracing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A DynamoDB over HTTP that gives each operation a fixed response. */
final class StubDynamoDb implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Map<String, String> DEFAULTS = Map.of(
            "BatchWriteItem", "{\"UnprocessedItems\":{}}", "Query", "{\"Items\":[],\"Count\":0}", "GetItem", "{}");

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, String> onceResponses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile String failure;
    private volatile Promise<Void> held;

    StubDynamoDb() throws TimeoutException {
        server = vertx.createHttpServer()
                .requestHandler(this::respond)
                .listen(0, HOST)
                .await(20, SECONDS);
    }

    URI endpoint() {
        return URI.create("http://" + HOST + ":" + server.actualPort());
    }

    /** Sets the body of the next response to an operation. */
    void respondOnce(String operation, JsonObject body) {
        onceResponses.put(operation, body.encode());
    }

    /** Lets all further calls fail with this error code. */
    void failWith(String code) {
        failure = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"no\"}";
    }

    /** Holds back the responses to all further calls, until the promise is completed. */
    Promise<Void> hold() {
        held = Promise.promise();
        return held;
    }

    /** Number of calls of an operation so far. */
    int calls(String operation) {
        return calls.computeIfAbsent(operation, none -> new AtomicInteger()).get();
    }

    private void respond(HttpServerRequest request) {
        String operation = request.getHeader("X-Amz-Target").replaceAll(".*[.]", "");
        calls.computeIfAbsent(operation, none -> new AtomicInteger()).incrementAndGet();
        Promise<Void> until = held;
        String error = failure;
        String once = onceResponses.remove(operation);
        String body = error != null ? error : once != null ? once : DEFAULTS.get(operation);
        Runnable send = () ->
                request.response().setStatusCode(error == null ? 200 : 400).end(body);
        if (until == null) {
            send.run();
        } else {
            until.future().onComplete(released -> send.run());
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(20, SECONDS);
    }
}
