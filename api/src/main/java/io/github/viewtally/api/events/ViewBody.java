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
     * @param times fills in a missing timestamp and checks a given one
     * @throws ProblemException 400 with every fault
     */
    public static View read(JsonFields fields, ViewTimes times) {
        String userId = fields.text("userId", Ids::of, Ids.RULE);
        String videoId = fields.text("videoId", Ids::of, Ids.RULE);
        long duration = fields.integer("duration", 0, View.MAX_DURATION);
        Instant timestamp = fields.optionalText("timestamp", Timestamps::parse, Timestamps.RULE);
        Optional.ofNullable(timestamp).flatMap(times::fault).ifPresent(fault -> fields.addFault("timestamp", fault));
        fields.check();
        return new View(userId, videoId, duration, Timestamps.format(timestamp == null ? times.next() : timestamp));
    }

    /** Returns a view in a list of its user's views. */
    public static JsonObject toJsonOfUser(View view) {
        return new JsonObject()
                .put("videoId", view.videoId())
                .put("duration", view.duration())
                .put("timestamp", view.timestamp());
    }

    static JsonObject toJson(View view) {
        return new JsonObject()
                .put("userId", view.userId())
                .put("videoId", view.videoId())
                .put("duration", view.duration())
                .put("timestamp", view.timestamp());
    }
}
