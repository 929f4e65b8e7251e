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

/** An API that stores and counts events in memory. Tests can configure faults for some requests. */
final class CountingApi {
    private static final int PAGE_ITEMS = 3;
    private static final long DELAY_MILLIS = 500;

    final StubApi stub;

    private final Vertx vertx;
    private final long visibleAfterMillis;
    /** The events by user, video and timestamp. Votes have no timestamp. */
    private final SortedMap<String, JsonObject> stored = new ConcurrentSkipListMap<>();

    private final Promise<Void> deletion = Promise.promise();
    private final Map<String, JsonObject> counted = new ConcurrentHashMap<>();

    private Predicate<StubApi.ReceivedRequest> closedBeforeStoring = call -> false;
    private Predicate<StubApi.ReceivedRequest> closedAfterStoring = call -> false;
    private Predicate<StubApi.ReceivedRequest> rejected = call -> false;
    private boolean subtractsDeletes = true;
    private Predicate<StubApi.ReceivedRequest> delayed = call -> false;
    private Predicate<JsonObject> uncounted = event -> false;

    CountingApi(Vertx vertx, long visibleAfterMillis) {
        this.vertx = vertx;
        this.visibleAfterMillis = visibleAfterMillis;
        this.stub = new StubApi(vertx, this::handle);
    }

    URI url() {
        return stub.url();
    }

    /** Stores the events of these requests, then closes the connection without a response. */
    CountingApi closingAfterStoring(Predicate<StubApi.ReceivedRequest> calls) {
        closedAfterStoring = calls;
        return this;
    }

    /** Closes the connection of these requests without storing their events. */
    CountingApi closingBeforeStoring(Predicate<StubApi.ReceivedRequest> calls) {
        closedBeforeStoring = calls;
        return this;
    }

    /** Does not respond to these requests, and stores their events soon after the first deletion. */
    CountingApi storingAfterADeletion(Predicate<StubApi.ReceivedRequest> calls) {
        delayed = calls;
        return this;
    }

    /** Keeps deleted events in the totals. */
    CountingApi countingDeletedEvents() {
        subtractsDeletes = false;
        return this;
    }

    /** Returns the stored events. */
    Collection<JsonObject> stored() {
        return stored.values();
    }

    /** Responds to these requests with 400. */
    CountingApi rejecting(Predicate<StubApi.ReceivedRequest> calls) {
        rejected = calls;
        return this;
    }

    /** Acknowledges these events without counting them. */
    CountingApi notCounting(Predicate<JsonObject> events) {
        uncounted = events;
        return this;
    }

    private void handle(StubApi.ReceivedRequest call, HttpServerResponse response) {
        if (rejected.test(call)) {
            response.setStatusCode(400).end();
            return;
        }
        if (call.method().equals("GET")) {
            boolean list = call.uri().startsWith("/users/");
            StubApi.page(response, (list ? events(call.uri()) : summaries(call.uri())).encode());
            return;
        }
        if (closedBeforeStoring.test(call)) {
            response.reset();
            return;
        }
        List<JsonObject> events = call.uri().equals("/events")
                ? call.body().getJsonArray("events").stream()
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of(call.body());
        if (delayed.test(call)) {
            deletion.future().onSuccess(deleted -> vertx.setTimer(DELAY_MILLIS, timer -> apply(call, events)));
            response.reset();
            return;
        }
        if (call.method().equals("DELETE")) {
            deletion.tryComplete();
        }
        apply(call, events);
        if (closedAfterStoring.test(call)) {
            response.reset();
        } else if (call.uri().equals("/events")) {
            StubApi.page(response, "{\"accepted\":" + events.size() + ",\"rejected\":[]}");
        } else {
            StubApi.acknowledge(call, response);
        }
    }

    private void apply(StubApi.ReceivedRequest call, List<JsonObject> events) {
        if (call.method().equals("DELETE")) {
            String[] path = decoded(call.uri()).split("/");
            String key = key(path[2], path[4], path.length > 5 ? path[5] : "");
            stored.remove(key);
            if (subtractsDeletes) {
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

    /** Returns a small page of the views or votes of a user. */
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
        Stream<String> requested = ids < 0
                ? counted.values().stream().map(event -> event.getString(field)).distinct()
                : Stream.of(decoded(uri.substring(ids + 4)).split(","));
        requested.forEach(id -> items.add(summary(field, id)));
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
                .put("dislikes", count(events, event -> "DISLIKE".equals(event.getString("voteType"))))
                .put(
                        field.equals("userId") ? "videos" : "viewers",
                        events.stream()
                                .filter(event -> event.containsKey("duration"))
                                .map(event -> event.getString("userId") + " " + event.getString("videoId"))
                                .distinct()
                                .count());
    }

    private static long count(List<JsonObject> events, Predicate<JsonObject> which) {
        return events.stream().filter(which).count();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
