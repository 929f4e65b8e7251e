package io.github.viewtally.loadgen.run;

import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.traffic.EventKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.DeleteVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostVote;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Converts events to requests. */
final class EventRequests {
    static final String BATCH_PATH = "/events";

    private EventRequests() {}

    static ApiRequest of(TrafficEvent event) {
        // Java 17 has no switch over types.
        if (event instanceof PostView view) {
            return post("/views", body(view));
        } else if (event instanceof PostVote vote) {
            return post("/votes", body(vote));
        } else if (event instanceof DeleteView unwatching) {
            return delete(
                    unwatching.key(), "/views/", "/" + encoded(unwatching.key().timestamp()));
        } else if (event instanceof DeleteVote withdrawal) {
            return delete(withdrawal.key(), "/votes/", "");
        }
        throw new IllegalStateException("not sent by any request: " + event);
    }

    static ApiRequest ofBatch(List<TrafficEvent> events) {
        JsonArray items = new JsonArray();
        events.forEach(event -> items.add(item(event)));
        return post(BATCH_PATH, new JsonObject().put("events", items));
    }

    private static JsonObject item(TrafficEvent event) {
        if (event instanceof PostView view) {
            return body(view).put("type", "VIEW");
        } else if (event instanceof PostVote vote) {
            return body(vote).put("type", "VOTE");
        }
        throw new IllegalArgumentException("a batch cannot hold: " + event.text());
    }

    private static JsonObject body(PostView view) {
        return body(view.key())
                .put("duration", view.duration())
                .put("timestamp", view.key().timestamp());
    }

    private static JsonObject body(PostVote vote) {
        return body(vote.key()).put("voteType", vote.voteType().name());
    }

    private static JsonObject body(EventKey key) {
        return new JsonObject().put("userId", key.userId()).put("videoId", key.videoId());
    }

    private static ApiRequest post(String path, JsonObject body) {
        return new ApiRequest(HttpMethod.POST, path, Optional.of(body.toBuffer()));
    }

    private static ApiRequest delete(EventKey key, String kind, String rest) {
        String path = "/users/" + encoded(key.userId()) + kind + encoded(key.videoId()) + rest;
        return new ApiRequest(HttpMethod.DELETE, path, Optional.empty());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
