package io.github.viewtally.local.faults;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.View;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The views and their totals as the API serves them. */
public final class ListedViews {

    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();

    public ListedViews(URI api) {
        this.api = api;
    }

    /** All views of a video, from all pages of its list. */
    public Set<View> ofVideo(String videoId) throws IOException, InterruptedException {
        Set<View> views = new HashSet<>();
        for (JsonObject item : all("/videos/" + videoId + "/views")) {
            views.add(view(item.getString("userId"), videoId, item));
        }
        return views;
    }

    /** All views of a user, from all pages of the user's list. */
    public Set<View> ofUser(String userId) throws IOException, InterruptedException {
        Set<View> views = new HashSet<>();
        for (JsonObject item : all("/users/" + userId + "/views")) {
            views.add(view(userId, item.getString("videoId"), item));
        }
        return views;
    }

    private static View view(String userId, String videoId, JsonObject item) {
        return new View(userId, videoId, item.getLong("duration"), item.getString("timestamp"));
    }

    private List<JsonObject> all(String list) throws IOException, InterruptedException {
        List<JsonObject> items = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonObject page = get(list + "?limit=1000" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> items.add((JsonObject) item));
            cursor = page.getString("nextCursor");
        }
        return items;
    }

    /** The totals of {@code videos/{id}} or {@code users/{id}}. */
    public Counts summary(String of) throws IOException, InterruptedException {
        JsonObject summary = get("/" + of + "/summary");
        return new Counts(
                summary.getLong("views"),
                summary.getLong("duration"),
                summary.getLong("likes"),
                summary.getLong("dislikes"));
    }

    /** What the totals of these views are to be. */
    public static Counts count(Set<View> views) {
        return new Counts(views.size(), views.stream().mapToLong(View::duration).sum(), 0, 0);
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " was answered " + response.statusCode() + " " + response.body());
        }
        return new JsonObject(response.body());
    }
}
