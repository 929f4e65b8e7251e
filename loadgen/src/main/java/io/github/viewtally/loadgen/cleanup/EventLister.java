package io.github.viewtally.loadgen.cleanup;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.http.ApiResponse;
import io.github.viewtally.loadgen.traffic.EventKey;
import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads the stored events of a user, page by page. It blocks and must not run on an event loop. */
final class EventLister {

    /** The types of events that the API lists. */
    enum EventType {
        VIEWS("/views"),
        VOTES("/votes");

        private final String path;

        EventType(String path) {
            this.path = path;
        }
    }

    record EventPage(List<EventKey> keys, Optional<String> nextCursor) {}

    private static final int PAGE_ITEMS = 100;

    private final ApiClient client;

    EventLister(ApiClient client) {
        this.client = requireNonNull(client);
    }

    /** Reads the page at a cursor, or the first page. Throws {@link ApiException}. */
    EventPage page(String userId, EventType type, Optional<String> cursor) {
        String path = "/users/" + encoded(userId) + type.path;
        String query = "?limit=" + PAGE_ITEMS
                + cursor.map(value -> "&cursor=" + encoded(value)).orElse("");
        ApiResponse response = client.send(ApiRequest.get(path + query)).await();
        if (response.status() != 200) {
            throw new ApiException(path + " returned " + response.errorText());
        }
        try {
            return page(userId, type, response.body().toJsonObject());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new ApiException(path + " did not return a page of events", e);
        }
    }

    private static EventPage page(String userId, EventType type, JsonObject body) {
        List<EventKey> keys = body.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(item -> key(userId, type, item))
                .toList();
        return new EventPage(keys, Optional.ofNullable(body.getString("nextCursor")));
    }

    private static EventKey key(String userId, EventType type, JsonObject item) {
        String videoId = requireNonNull(item.getString("videoId"));
        return type == EventType.VOTES
                ? new VoteKey(userId, videoId)
                : new ViewKey(userId, videoId, requireNonNull(item.getString("timestamp")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
