package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.Totals;
import io.github.viewtally.model.table.HourItems.HourCounts;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code GET /videos/{videoId}/stats}: views, watch time and votes of a video per hour or day; zero where there are none. */
public final class VideoStatsHandler implements Handler<RoutingContext> {

    private static final Set<String> PARAMETERS = Set.of("from", "to", "step", "tz");

    private final TableReader reader;
    private final CachedResponder responder;
    private final HeavyReads heavyReads;
    private final InstantSource clock;

    public VideoStatsHandler(
            TableReader reader, CachedResponder responder, HeavyReads heavyReads, InstantSource clock) {
        this.reader = requireNonNull(reader, "reader");
        this.responder = requireNonNull(responder, "responder");
        this.heavyReads = requireNonNull(heavyReads, "heavyReads");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, PARAMETERS);
        String videoId = parameters.id("videoId");
        TimeRange span = TimeRange.read(parameters, clock.instant());
        responder.respond(
                context,
                "stats/" + videoId + "?" + span,
                () -> heavyReads.run(span.hours(), () -> reader.hours(SummaryKey.video(videoId), span.from(), span.to())
                        .compose(hours -> context.vertx()
                                .executeBlocking(
                                        () -> CachedResponse.compressible(toJson(videoId, span, hours)), false))));
    }

    private static JsonObject toJson(String videoId, TimeRange span, List<HourCounts> hours) {
        List<Instant> starts = span.starts();
        Totals[] sums = new Totals[starts.size()];
        Arrays.fill(sums, Totals.ZERO);
        for (HourCounts counts : hours) {
            counts.hour()
                    .start()
                    .map(hour -> TimeRange.pointOf(hour, starts))
                    .ifPresent(point -> sums[point] = sums[point].plus(counts.totals()));
        }
        boolean isByDay = span.step() == Granularity.DAY;
        JsonArray items = new JsonArray();
        for (int point = 0; point < sums.length; point++) {
            JsonObject item = new JsonObject().put("start", Timestamps.format(starts.get(point)));
            if (isByDay) {
                item.put(
                        "date",
                        Granularity.dayOf(starts.get(point), span.zone()).toString());
            }
            items.add(SummaryJson.withTotals(item, sums[point]));
        }
        JsonObject stats =
                new JsonObject().put("videoId", videoId).put("step", span.step().word());
        if (isByDay) {
            stats.put("tz", span.zone().getId());
        }
        return stats.put("from", Timestamps.format(span.from()))
                .put("to", Timestamps.format(span.to()))
                .put("items", items);
    }
}
