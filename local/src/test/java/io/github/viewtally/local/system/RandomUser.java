package io.github.viewtally.local.system;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A user who sends random events one after the other, and counts what they should add up to. */
final class RandomUser {

    private final String userId;
    private final Random random;
    private final int videos;
    private final JsonClient api;
    private final Map<String, JsonObject> views = new HashMap<>();
    private final Map<String, String> votes = new HashMap<>();

    RandomUser(String userId, Random random, int videos, JsonClient api) {
        this.userId = userId;
        this.random = random;
        this.videos = videos;
        this.api = api;
    }

    Void perform(int events) throws Exception {
        for (int i = 0; i < events; i++) {
            String videoId = "p" + random.nextInt(videos);
            int kind = random.nextInt(100);
            if (kind < 55) {
                JsonObject view = new JsonObject()
                        .put("userId", userId)
                        .put("videoId", videoId)
                        .put("duration", 30 + random.nextInt(91));
                JsonObject stored = api.post("/views", view);
                views.put(videoId + "/" + stored.getString("timestamp"), stored);
            } else if (kind < 60 && !views.isEmpty()) {
                JsonObject grown = views.values().iterator().next();
                grown.put("duration", grown.getInteger("duration") + 10);
                api.post("/views", grown);
            } else if (kind < 65 && !views.isEmpty()) {
                String deleted = views.keySet().iterator().next();
                views.remove(deleted);
                api.delete("/users/" + userId + "/views/" + deleted);
            } else if (kind < 95) {
                String type = random.nextBoolean() ? "LIKE" : "DISLIKE";
                api.post(
                        "/votes",
                        new JsonObject()
                                .put("userId", userId)
                                .put("videoId", videoId)
                                .put("voteType", type));
                votes.put(videoId, type);
            } else {
                votes.remove(videoId);
                api.delete("/users/" + userId + "/votes/" + videoId);
            }
        }
        return null;
    }

    /** Adds the expected counts of this user and the videos. */
    void addTo(Map<SummaryKey, Counts> totals) {
        views.values()
                .forEach(view -> add(totals, view.getString("videoId"), new Counts(1, view.getLong("duration"), 0, 0)));
        votes.forEach((videoId, type) ->
                add(totals, videoId, type.equals("LIKE") ? new Counts(0, 0, 1, 0) : new Counts(0, 0, 0, 1)));
    }

    private void add(Map<SummaryKey, Counts> totals, String videoId, Counts counts) {
        totals.merge(SummaryKey.user(userId), counts, Counts::plus);
        totals.merge(SummaryKey.video(videoId), counts, Counts::plus);
    }
}
