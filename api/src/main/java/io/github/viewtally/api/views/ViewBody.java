package io.github.viewtally.api.views;

import io.github.viewtally.api.http.JsonFields;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A view as it stands in requests and answers. */
final class ViewBody {

    private static final Set<String> FIELDS = Set.of("userId", "videoId", "duration", "timestamp");

    private ViewBody() {}

    /**
     * The view in a body.
     *
     * @param clock says when a view began whose body does not say it
     */
    static View parse(Buffer body, Supplier<Instant> clock) {
        JsonFields fields = JsonFields.parse(body, FIELDS);
        String userId = fields.text("userId", ViewBody::id, Ids.RULE);
        String videoId = fields.text("videoId", ViewBody::id, Ids.RULE);
        long duration = fields.integer("duration", 0, View.MAX_DURATION);
        Instant timestamp = fields.optionalText("timestamp", Timestamps::parse, Timestamps.RULE);
        fields.check();
        return new View(userId, videoId, duration, Timestamps.format(timestamp == null ? clock.get() : timestamp));
    }

    private static Optional<String> id(String text) {
        return Optional.of(text).filter(Ids::isValid);
    }

    static JsonObject toJson(View view) {
        return new JsonObject()
                .put("userId", view.userId())
                .put("videoId", view.videoId())
                .put("duration", view.duration())
                .put("timestamp", view.timestamp());
    }
}
