package io.github.viewtally.local.faults;

import io.github.viewtally.local.system.JsonClient;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.View;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/** Reads lists of views and their totals from the API. */
public final class ListedViews {

    private final JsonClient api;

    public ListedViews(URI api) {
        this.api = new JsonClient(api);
    }

    /** Returns all views of a video, from all pages of its list. */
    public Set<View> ofVideo(String videoId) throws IOException, InterruptedException {
        Set<View> views = new HashSet<>();
        for (JsonObject item : api.list("/videos/" + videoId + "/views?limit=1000")) {
            views.add(view(item.getString("userId"), videoId, item));
        }
        return views;
    }

    /** Returns all views of a user, from all pages of the list. */
    public Set<View> ofUser(String userId) throws IOException, InterruptedException {
        Set<View> views = new HashSet<>();
        for (JsonObject item : api.list("/users/" + userId + "/views?limit=1000")) {
            views.add(view(userId, item.getString("videoId"), item));
        }
        return views;
    }

    private static View view(String userId, String videoId, JsonObject item) {
        return new View(userId, videoId, item.getLong("duration"), item.getString("timestamp"));
    }

    /** Returns the totals of a summary, like {@code videos/5} or {@code users/0}. */
    public Counts summary(String path) throws IOException, InterruptedException {
        JsonObject summary = api.get("/" + path + "/summary");
        return new Counts(
                summary.getLong("views"),
                summary.getLong("duration"),
                summary.getLong("likes"),
                summary.getLong("dislikes"));
    }

    /** Computes the expected totals of these views. */
    public static Counts count(Set<View> views) {
        return new Counts(views.size(), views.stream().mapToLong(View::duration).sum(), 0, 0);
    }
}
