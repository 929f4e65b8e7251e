package io.github.viewtally.api.events;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A view in requests and responses. */
public final class ViewBody {

    private ViewBody() {}

    /**
     * Reads a view; other fields are faults.
     *
     * @param policy fills in a missing timestamp, checks the view and decides whether it counts
     * @throws ProblemException 400 with every fault. Whether the duration fits the timestamp is checked if both are valid
     */
    public static View read(JsonFields fields, ViewPolicy policy) {
        String userId = fields.text("userId", Ids::of, Ids.RULE);
        String videoId = fields.text("videoId", Ids::of, Ids.RULE);
        long duration = fields.integer("duration", 0, View.MAX_DURATION);
        Optional<Instant> timestamp = policy.readTimestamp(fields);
        fields.check();
        policy.durationFault(duration, timestamp).ifPresent(fault -> fields.addFault("duration", fault));
        fields.check();
        return new View(
                userId,
                videoId,
                duration,
                Timestamps.format(timestamp.orElseGet(policy::newTimestamp)),
                policy.counts(duration));
    }

    /** Returns a view in a list of its user's views. */
    public static JsonObject toJsonOfUser(View view) {
        return withRest(new JsonObject().put("videoId", view.videoId()), view);
    }

    /** Returns a view in a list of its video's views. */
    static JsonObject toJsonOfVideo(View view) {
        return withRest(new JsonObject().put("userId", view.userId()), view);
    }

    static JsonObject toJson(View view) {
        return withRest(new JsonObject().put("userId", view.userId()).put("videoId", view.videoId()), view);
    }

    private static JsonObject withRest(JsonObject json, View view) {
        json.put("duration", view.duration()).put("timestamp", view.timestamp());
        return view.counts() ? json : json.put("counts", false);
    }
}
