package io.github.viewtally.api.events;

import io.github.viewtally.model.Timestamps;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sorts the views of a page by time. Keys are almost sorted by time: if another program wrote a timestamp with fewer
 * digits and {@code Z}, its key sorts after the others of the same second.
 */
final class TimeOrder {

    private static final String TIMESTAMP = "timestamp";
    private static final String VIDEO_ID = "videoId";

    private record Timed(Instant time, JsonObject item) {}

    private TimeOrder() {}

    /**
     * Returns the items in order. Views of different videos are not mixed. Items without a valid time keep their
     * position.
     *
     * @param ascending oldest first
     */
    static List<JsonObject> of(List<JsonObject> items, boolean ascending) {
        if (items.stream().allMatch(TimeOrder::isCanonical)) {
            return items;
        }
        Comparator<Timed> order = Comparator.comparing(Timed::time);
        List<JsonObject> ordered = new ArrayList<>(items.size());
        List<Timed> run = new ArrayList<>();
        for (JsonObject item : items) {
            Optional<Instant> time = Timestamps.parseUtc(item.getString(TIMESTAMP, ""));
            if (time.isEmpty() || !continues(run, item)) {
                end(run, ascending ? order : order.reversed(), ordered);
            }
            time.ifPresentOrElse(known -> run.add(new Timed(known, item)), () -> ordered.add(item));
        }
        end(run, ascending ? order : order.reversed(), ordered);
        return ordered;
    }

    private static boolean isCanonical(JsonObject item) {
        String timestamp = item.getString(TIMESTAMP);
        return timestamp == null || Timestamps.looksCanonical(timestamp);
    }

    private static boolean continues(List<Timed> run, JsonObject item) {
        return run.isEmpty()
                || Objects.equals(run.get(run.size() - 1).item().getString(VIDEO_ID), item.getString(VIDEO_ID));
    }

    private static void end(List<Timed> run, Comparator<Timed> order, List<JsonObject> ordered) {
        run.stream().sorted(order).map(Timed::item).forEach(ordered::add);
        run.clear();
    }
}
