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
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SiteItems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /videos/{videoId}/stats}, {@code GET /users/{userId}/stats} and {@code GET /totals/stats}: views, watch time and
 * votes of a video, of a user, or of everything, per hour or day; zero where there are none.
 */
public final class StatsHandler implements Handler<RoutingContext> {

    private static final Set<String> PARAMETERS = Set.of("from", "to", "step", "tz");

    private final TableReader reader;
    private final CachedResponder responder;
    private final HeavyReads heavyReads;
    private final InstantSource clock;
    private final SummaryKey.Kind kind;

    /**
     * Creates a handler.
     *
     * @param kind {@code VIDEO} or {@code USER} for the series of one video or user, {@code SITE} for those of everything
     */
    public StatsHandler(
            TableReader reader,
            CachedResponder responder,
            HeavyReads heavyReads,
            InstantSource clock,
            SummaryKey.Kind kind) {
        this.reader = requireNonNull(reader, "reader");
        this.responder = requireNonNull(responder, "responder");
        this.heavyReads = requireNonNull(heavyReads, "heavyReads");
        this.clock = requireNonNull(clock, "clock");
        this.kind = requireNonNull(kind, "kind");
    }

    @Override
    public void handle(RoutingContext context) {
        Parameters parameters = Parameters.of(context, PARAMETERS);
        Optional<SummaryKey> owner = kind == SummaryKey.Kind.SITE
                ? Optional.empty()
                : Optional.of(new SummaryKey(kind, parameters.id(Keys.idAttribute(kind))));
        TimeRange range = TimeRange.read(parameters, clock.instant());
        responder.respond(
                context,
                "stats/" + owner.map(Keys::partition).orElse("") + "?" + range,
                () -> heavyReads.run(range.hours(), () -> hours(owner, range).compose(hours -> context.vertx()
                        .executeBlocking(() -> CachedResponse.compressible(toJson(owner, range, hours)), false))));
    }

    private Future<List<HourCounts>> hours(Optional<SummaryKey> owner, TimeRange range) {
        if (owner.isPresent()) {
            return reader.hours(owner.get(), range.from(), range.to());
        }
        List<Future<List<HourCounts>>> buckets = SiteItems.buckets().stream()
                .map(bucket -> heavyReads.runPart(range.hours(), () -> reader.hours(bucket, range.from(), range.to())))
                .toList();
        return Future.all(buckets).map(all -> buckets.stream()
                .flatMap(bucket -> bucket.result().stream())
                .toList());
    }

    private static JsonObject toJson(Optional<SummaryKey> owner, TimeRange range, List<HourCounts> hours) {
        List<Instant> starts = range.starts();
        Totals[] sums = new Totals[starts.size()];
        Arrays.fill(sums, Totals.ZERO);
        for (HourCounts counts : hours) {
            counts.hour()
                    .start()
                    .map(hour -> TimeRange.pointOf(hour, starts))
                    .ifPresent(point -> sums[point] = sums[point].plus(counts.totals()));
        }
        boolean isByDay = range.step() == Granularity.DAY;
        JsonArray items = new JsonArray();
        for (int point = 0; point < sums.length; point++) {
            JsonObject item = new JsonObject().put("start", Timestamps.format(starts.get(point)));
            if (isByDay) {
                item.put(
                        "date",
                        Granularity.dayOf(starts.get(point), range.zone()).toString());
            }
            items.add(SummaryJson.withTotals(item, sums[point]));
        }
        JsonObject stats = new JsonObject();
        owner.ifPresent(key -> stats.put(Keys.idAttribute(key.kind()), key.id()));
        stats.put("step", range.step().word());
        if (isByDay) {
            stats.put("tz", range.zone().getId());
        }
        return stats.put("from", Timestamps.format(range.from()))
                .put("to", Timestamps.format(range.to()))
                .put("items", items);
    }
}
