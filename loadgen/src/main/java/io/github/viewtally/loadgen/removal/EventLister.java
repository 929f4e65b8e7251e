package io.github.viewtally.loadgen.removal;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.Answer;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.ViewKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteKey;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads which events of a user are stored, page by page. Blocks, and is not for an event loop. */
final class EventLister {

    /** What the API lists of a user. */
    enum Kind {
        VIEWS("/views"),
        VOTES("/votes");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    record Page(List<TrafficEvent.Key> keys, Optional<String> nextCursor) {}

    private static final int PAGE_ITEMS = 100;

    private final ApiClient client;

    EventLister(ApiClient client) {
        this.client = requireNonNull(client);
    }

    /** The page at a cursor, or the first one. Fails with {@link ApiException}. */
    Page page(String userId, Kind kind, Optional<String> cursor) {
        String path = "/users/" + encoded(userId) + kind.path;
        String query = "?limit=" + PAGE_ITEMS
                + cursor.map(value -> "&cursor=" + encoded(value)).orElse("");
        Answer answer = client.send(ApiRequest.get(path + query)).await();
        if (answer.status() != 200) {
            throw new ApiException(path + " answered " + answer.refusal());
        }
        try {
            return page(userId, kind, answer.body().toJsonObject());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new ApiException(path + " answered something else than a page of events", e);
        }
    }

    private static Page page(String userId, Kind kind, JsonObject body) {
        List<TrafficEvent.Key> keys = body.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(item -> key(userId, kind, item))
                .toList();
        return new Page(keys, Optional.ofNullable(body.getString("nextCursor")));
    }

    private static TrafficEvent.Key key(String userId, Kind kind, JsonObject item) {
        String videoId = requireNonNull(item.getString("videoId"));
        return kind == Kind.VOTES
                ? new VoteKey(userId, videoId)
                : new ViewKey(userId, videoId, requireNonNull(item.getString("timestamp")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
