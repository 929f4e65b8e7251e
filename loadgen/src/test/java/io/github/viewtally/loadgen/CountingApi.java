package io.github.viewtally.loadgen;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A stub that stores events by their key and answers with totals, unless a fault is planned for the call. */
final class CountingApi {
    final StubApi stub;

    private final Vertx vertx;
    private final long visibleAfterMillis;
    /** By user, video and timestamp; no timestamp for a vote. */
    private final Map<List<String>, JsonObject> counted = new HashMap<>();

    private Predicate<StubApi.Call> lost = call -> false;
    private Predicate<StubApi.Call> cutOff = call -> false;
    private Predicate<StubApi.Call> refused = call -> false;
    private Predicate<JsonObject> uncounted = event -> false;

    CountingApi(Vertx vertx, long visibleAfterMillis) {
        this.vertx = vertx;
        this.visibleAfterMillis = visibleAfterMillis;
        this.stub = new StubApi(vertx, this::answer);
    }

    URI url() {
        return stub.url();
    }

    /** These calls are carried out, but their connection is cut before the answer. */
    CountingApi cuttingOff(Predicate<StubApi.Call> calls) {
        cutOff = calls;
        return this;
    }

    /** These calls are not carried out, and their connection is cut. */
    CountingApi losing(Predicate<StubApi.Call> calls) {
        lost = calls;
        return this;
    }

    /** These calls are answered with 400. */
    CountingApi refusing(Predicate<StubApi.Call> calls) {
        refused = calls;
        return this;
    }

    /** These events are acknowledged, but not counted. */
    CountingApi notCounting(Predicate<JsonObject> events) {
        uncounted = events;
        return this;
    }

    private void answer(StubApi.Call call, HttpServerResponse response) {
        if (refused.test(call)) {
            response.setStatusCode(400).end();
            return;
        }
        if (call.method().equals("GET")) {
            StubApi.page(response, summaries(call.uri()).encode());
            return;
        }
        if (lost.test(call)) {
            response.reset();
            return;
        }
        List<JsonObject> events = call.uri().equals("/events")
                ? call.body().getJsonArray("events").stream()
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of(call.body());
        vertx.setTimer(visibleAfterMillis, timer -> events.forEach(event -> count(call, event)));
        if (cutOff.test(call)) {
            response.reset();
        } else if (call.uri().equals("/events")) {
            StubApi.page(response, "{\"accepted\":" + events.size() + ",\"rejected\":[]}");
        } else {
            StubApi.acknowledge(call, response);
        }
    }

    private void count(StubApi.Call call, JsonObject event) {
        if (call.method().equals("DELETE")) {
            List<String> path = List.of(decoded(call.uri()).split("/"));
            counted.remove(List.of(path.get(2), path.get(4), path.size() > 5 ? path.get(5) : ""));
        } else if (!uncounted.test(event)) {
            String timestamp = event.getString("timestamp", "");
            counted.put(List.of(event.getString("userId"), event.getString("videoId"), timestamp), event);
        }
    }

    private JsonObject summaries(String uri) {
        String field = uri.startsWith("/summaries/users") ? "userId" : "videoId";
        JsonArray items = new JsonArray();
        int ids = uri.indexOf("ids=");
        Stream<String> asked = ids < 0
                ? counted.values().stream().map(event -> event.getString(field)).distinct()
                : Stream.of(decoded(uri.substring(ids + 4)).split(","));
        asked.forEach(id -> items.add(summary(field, id)));
        return new JsonObject().put("items", items).put("nextCursor", null);
    }

    private JsonObject summary(String field, String id) {
        List<JsonObject> events = counted.values().stream()
                .filter(event -> event.getString(field).equals(id))
                .toList();
        return new JsonObject()
                .put(field, id)
                .put("views", count(events, event -> event.containsKey("duration")))
                .put(
                        "duration",
                        events.stream()
                                .mapToLong(event -> event.getLong("duration", 0L))
                                .sum())
                .put("likes", count(events, event -> "LIKE".equals(event.getString("voteType"))))
                .put("dislikes", count(events, event -> "DISLIKE".equals(event.getString("voteType"))));
    }

    private static long count(List<JsonObject> events, Predicate<JsonObject> which) {
        return events.stream().filter(which).count();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
