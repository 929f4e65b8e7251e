package io.github.viewtally.api.summaries;

import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;

/** Writes a summary as JSON; a total that is not a 64-bit integer is null, a negative one zero. */
public final class SummaryJson {

    private SummaryJson() {}

    /** Returns the summary with the id of its user or video. */
    public static JsonObject of(Summary summary) {
        JsonObject id = new JsonObject()
                .put(Keys.idAttribute(summary.key().kind()), summary.key().id());
        return withTotals(id, summary.totals())
                .put(
                        SummaryItems.viewersAttribute(summary.key().kind()),
                        exactOrNull(summary.totals().viewers()));
    }

    /** Returns the summary of a video with its trend, rounded to hundredths. */
    static JsonObject of(Summary summary, HalfLife halfLife, Instant now) {
        double trend = Math.max(0, summary.trend().at(now, halfLife));
        return of(summary).put("trend", Math.rint(trend * 100) / 100);
    }

    /** Adds totals to an object, and returns it. */
    static JsonObject withTotals(JsonObject json, Totals totals) {
        return json.put("views", exactOrNull(totals.views()))
                .put("duration", exactOrNull(totals.duration()))
                .put("likes", exactOrNull(totals.likes()))
                .put("dislikes", exactOrNull(totals.dislikes()));
    }

    private static Long exactOrNull(BigDecimal total) {
        return Totals.shown(total).orElse(null);
    }
}
