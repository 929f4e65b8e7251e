package io.github.viewtally.api.summaries;

import io.github.viewtally.model.Summary;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.json.JsonObject;

/** A summary as it stands in answers. */
final class SummaryJson {

    private SummaryJson() {}

    static JsonObject of(Summary summary) {
        return new JsonObject()
                .put(
                        Keys.idAttribute(summary.subject().kind()),
                        summary.subject().id())
                .put("views", summary.counts().views())
                .put("duration", summary.counts().duration())
                .put("likes", summary.counts().likes())
                .put("dislikes", summary.counts().dislikes());
    }
}
