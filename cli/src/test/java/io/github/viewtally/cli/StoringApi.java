package io.github.viewtally.cli;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An API that stores events in memory, by key, so that the last one wins. A test can let it fail. */
public final class StoringApi implements AutoCloseable {

    /** Responds in place of the API. */
    public interface ApiFault {

        /** Returns whether it has responded. {@code number} counts the requests from 1. */
        boolean respond(int number, JsonArray events, HttpServerResponse response);
    }

    public final Map<String, JsonObject> stored = new ConcurrentHashMap<>();
    public final AtomicInteger requests = new AtomicInteger();
    public volatile String lastAuthorization;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private volatile ApiFault fault = (number, events, response) -> false;

    public StoringApi() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body.toJsonObject())))
                .listen(0, "127.0.0.1")
                .await();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public void setFault(ApiFault next) {
        fault = next;
    }

    /** Lets the following requests succeed. */
    public void repair() {
        setFault((number, events, response) -> false);
    }

    private void handle(HttpServerRequest request, JsonObject body) {
        lastAuthorization = request.getHeader("authorization");
        JsonArray events = body.getJsonArray("events");
        if (!fault.respond(requests.incrementAndGet(), events, request.response())) {
            respond(events, request.response(), -1);
        }
    }

    /** Stores the events except one, which has the problem 503, or none if the index is -1. */
    public void respond(JsonArray events, HttpServerResponse response, int unavailable) {
        JsonArray rejected = new JsonArray();
        for (int i = 0; i < events.size(); i++) {
            JsonObject event = events.getJsonObject(i);
            boolean isInvalid = event.getValue("duration") instanceof String;
            if (i == unavailable || isInvalid) {
                int status = i == unavailable ? 503 : 400;
                JsonObject problem = new JsonObject()
                        .put("status", status)
                        .put("title", "Problem")
                        .put("detail", "of " + event.getString("userId"));
                rejected.add(new JsonObject().put("index", i).put("problem", problem));
            } else {
                store(event);
            }
        }
        JsonObject result = new JsonObject()
                .put("accepted", events.size() - rejected.size())
                .put("rejected", rejected);
        response.end(result.encode());
    }

    private void store(JsonObject event) {
        String key = event.getString("type") + " " + event.getString("userId") + " " + event.getString("videoId");
        stored.put(event.getString("type").equals("VIEW") ? key + " " + event.getString("timestamp") : key, event);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
