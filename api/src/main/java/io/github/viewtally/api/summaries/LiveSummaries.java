package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.limits.LimitsConfig;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.SummaryKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All live streams of this process, up to a limit. Use it on one event loop. */
public final class LiveSummaries {

    private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("last-event-id");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("no-cache, no-transform");

    /** Asks nginx not to buffer the response. */
    private static final CharSequence BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");

    private final TableReader reader;
    private final ResponseCache cache;
    private final int maxStreams;
    private final Context context;
    private final Map<SummaryKey, LiveSummary> watched = new HashMap<>();
    private int open;
    private boolean closed;

    public LiveSummaries(TableReader reader, ResponseCache cache, LimitsConfig limits, Context context) {
        this.reader = requireNonNull(reader, "reader");
        this.cache = requireNonNull(cache, "cache");
        this.maxStreams = limits.liveStreams();
        this.context = requireNonNull(context, "context");
    }

    /** Registers the metrics. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("live.streams", this, self -> self.open)
                .description("Open live streams")
                .register(registry);
        Gauge.builder("live.watched", this, self -> self.watched.size())
                .description("Videos that live streams listen to")
                .register(registry);
    }

    /** Responds with a stream of the summary; with a problem if there are too many streams or the table fails. */
    void open(RoutingContext routing, SummaryKey summary) {
        if (closed || open >= maxStreams) {
            refuse(routing);
            return;
        }
        open++;
        routing.addEndHandler(end -> open--);
        Supplier<Future<CachedResponse>> read = () -> GetSummaryHandler.read(reader, summary);
        cache.get(GetSummaryHandler.cacheKey(summary), read)
                .onSuccess(first -> begin(routing, summary, read, first))
                .onFailure(routing::fail);
    }

    private void refuse(RoutingContext routing) {
        routing.fail(Problem.unavailable(closed ? "The process is stopping." : "Too many live streams are open.")
                .asException());
    }

    private void begin(
            RoutingContext routing, SummaryKey summary, Supplier<Future<CachedResponse>> read, CachedResponse first) {
        if (RequestContext.isAbandoned(routing)) {
            return;
        }
        if (closed) {
            refuse(routing);
            return;
        }
        HttpServerResponse response = routing.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .putHeader(BUFFERING, "no");
        if (routing.request().method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        RequestContext.of(routing).beginStream();
        LiveSummary live = watched.computeIfAbsent(
                summary,
                unwatched -> new LiveSummary(context, cache, GetSummaryHandler.cacheKey(summary), read, first));
        Optional<String> knownTag =
                Optional.ofNullable(routing.request().headers().get(LAST_EVENT_ID));
        LiveStream stream = new LiveStream(routing.request(), knownTag, live::latest);
        routing.addEndHandler(end -> {
            if (live.remove(stream)) {
                watched.remove(summary, live);
            }
        });
        live.add(stream);
    }

    /** Ends all streams, and refuses further ones. */
    public void close() {
        closed = true;
        List.copyOf(watched.values()).forEach(LiveSummary::end);
    }
}
