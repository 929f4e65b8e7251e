package io.github.viewtally.local.transfer;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A file of random events for an import, and the totals that follow from its lines. */
final class EventFile {
    private static final Instant START = Instant.parse("2022-01-02T00:00:00Z");
    private static final int USERS = 60;
    private static final int VIDEOS = 20;

    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private final List<JsonObject> views = new ArrayList<>();
    private final Map<String, JsonObject> lastByKey = new HashMap<>();

    /** The number of lines that no API accepts. */
    private int invalid;

    EventFile(long seed) {
        random = new Random(seed);
    }

    /** Adds new views, views that have grown, votes that often change, and lines that are not valid. */
    EventFile add(int events) {
        for (int i = 0; i < events; i++) {
            int kind = random.nextInt(100);
            if (kind < 55 || views.isEmpty()) {
                addView(newEvent("VIEW")
                        .put(
                                "timestamp",
                                START.plusMillis(1_237L * lines.size()).toString()));
            } else if (kind < 70) {
                addView(views.get(random.nextInt(views.size())).copy());
            } else if (kind < 99) {
                JsonObject vote = newEvent("VOTE").put("voteType", random.nextBoolean() ? "LIKE" : "DISLIKE");
                addEvent("VOTE " + vote.getString("userId") + " " + vote.getString("videoId"), vote);
            } else {
                addInvalid();
            }
        }
        return this;
    }

    void write(Path file) throws IOException {
        Files.write(file, lines);
    }

    int invalid() {
        return invalid;
    }

    int valid() {
        return lines.size() - invalid;
    }

    /** Returns the number of different events. */
    int distinct() {
        return lastByKey.size();
    }

    /** Returns the totals by the id in a field. */
    Map<String, JsonObject> totals(String idField) {
        Map<String, JsonObject> totals = new TreeMap<>();
        Set<String> viewers = new HashSet<>();
        lastByKey.values().forEach(event -> {
            JsonObject row = totals.computeIfAbsent(event.getString(idField), id -> new JsonObject()
                    .put(idField, id)
                    .put("views", 0)
                    .put("duration", 0)
                    .put("likes", 0)
                    .put("dislikes", 0)
                    .put(others(idField), 0));
            if (event.getString("type").equals("VIEW")) {
                if (viewers.add(event.getString("userId") + " " + event.getString("videoId"))) {
                    add(row, others(idField), 1);
                }
                add(row, "views", 1);
                add(row, "duration", event.getInteger("duration"));
            } else {
                add(row, event.getString("voteType").equals("LIKE") ? "likes" : "dislikes", 1);
            }
        });
        return totals;
    }

    /** The counter of the viewers of a video, or of the videos of a user. */
    private static String others(String idField) {
        return idField.equals("userId") ? "videos" : "viewers";
    }

    private static void add(JsonObject row, String counter, int number) {
        row.put(counter, row.getInteger(counter) + number);
    }

    private JsonObject newEvent(String type) {
        return new JsonObject()
                .put("type", type)
                .put("userId", "u" + random.nextInt(USERS))
                .put("videoId", "v" + random.nextInt(VIDEOS));
    }

    private void addView(JsonObject view) {
        view.put("duration", random.nextInt(600));
        views.add(view);
        addEvent(
                "VIEW " + view.getString("userId") + " " + view.getString("videoId") + " "
                        + view.getString("timestamp"),
                view);
    }

    private void addEvent(String key, JsonObject event) {
        lines.add(event.encode());
        lastByKey.put(key, event);
    }

    private void addInvalid() {
        invalid++;
        JsonObject view = newEvent("VIEW").put("timestamp", START.toString()).put("duration", 86_401);
        lines.add(random.nextBoolean() ? view.encode() : "not JSON " + lines.size());
    }
}
