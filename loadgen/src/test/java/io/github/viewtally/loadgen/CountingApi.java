package io.github.viewtally.loadgen;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A stub that stores events by their key and answers with totals, unless a fault is planned for the call. */
final class CountingApi {
    private static final int PAGE_ITEMS = 3;
    private static final long LATE_MILLIS = 500;

    final StubApi stub;

    private final Vertx vertx;
    private final long visibleAfterMillis;
    /** By user, video and timestamp; no timestamp for a vote. */
    private final SortedMap<String, JsonObject> stored = new ConcurrentSkipListMap<>();

    private final Promise<Void> deletion = Promise.promise();
    private final Map<String, JsonObject> counted = new ConcurrentHashMap<>();

    private Predicate<StubApi.Call> lost = call -> false;
    private Predicate<StubApi.Call> cutOff = call -> false;
    private Predicate<StubApi.Call> refused = call -> false;
    private boolean uncounting = true;
    private Predicate<StubApi.Call> late = call -> false;
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

    /** These calls get no answer, and are carried out soon after the first deletion. */
    CountingApi carryingOutAfterADeletion(Predicate<StubApi.Call> calls) {
        late = calls;
        return this;
    }

    /** What is deleted stays counted. */
    CountingApi neverUncounting() {
        uncounting = false;
        return this;
    }

    /** The events that are stored now. */
    Collection<JsonObject> stored() {
        return stored.values();
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
            boolean list = call.uri().startsWith("/users/");
            StubApi.page(response, (list ? events(call.uri()) : summaries(call.uri())).encode());
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
        if (late.test(call)) {
            deletion.future().onSuccess(deleted -> vertx.setTimer(LATE_MILLIS, timer -> carryOut(call, events)));
            response.reset();
            return;
        }
        if (call.method().equals("DELETE")) {
            deletion.tryComplete();
        }
        carryOut(call, events);
        if (cutOff.test(call)) {
            response.reset();
        } else if (call.uri().equals("/events")) {
            StubApi.page(response, "{\"accepted\":" + events.size() + ",\"rejected\":[]}");
        } else {
            StubApi.acknowledge(call, response);
        }
    }

    private void carryOut(StubApi.Call call, List<JsonObject> events) {
        if (call.method().equals("DELETE")) {
            String[] path = decoded(call.uri()).split("/");
            String key = key(path[2], path[4], path.length > 5 ? path[5] : "");
            stored.remove(key);
            if (uncounting) {
                vertx.setTimer(visibleAfterMillis, timer -> counted.remove(key));
            }
            return;
        }
        for (JsonObject event : events) {
            String key = key(event.getString("userId"), event.getString("videoId"), event.getString("timestamp", ""));
            stored.put(key, event);
            if (!uncounted.test(event)) {
                vertx.setTimer(visibleAfterMillis, timer -> counted.put(key, event));
            }
        }
    }

    private static String key(String userId, String videoId, String timestamp) {
        return userId + " " + videoId + " " + timestamp;
    }

    /** Small pages, of views or of votes of a user. */
    private JsonObject events(String uri) {
        String[] path = decoded(uri.split("\\?")[0]).split("/");
        boolean views = path[3].equals("views");
        int cursor = uri.indexOf("cursor=");
        String after = cursor < 0 ? "" : decoded(uri.substring(cursor + 7));
        List<Map.Entry<String, JsonObject>> page = stored.entrySet().stream()
                .filter(entry -> entry.getValue().getString("userId").equals(path[2]))
                .filter(entry -> entry.getValue().containsKey("duration") == views)
                .filter(entry -> entry.getKey().compareTo(after) > 0)
                .limit(PAGE_ITEMS)
                .toList();
        JsonArray items = new JsonArray();
        page.forEach(entry -> items.add(entry.getValue()));
        return new JsonObject()
                .put("items", items)
                .put(
                        "nextCursor",
                        page.size() < PAGE_ITEMS
                                ? null
                                : page.get(PAGE_ITEMS - 1).getKey());
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
