package io.github.viewtally.api.summaries;

import io.github.viewtally.api.request.Parameters;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /videos/{videoId}/summary/live}: the totals of a video each time they change, as server-sent events. */
public final class LiveSummaryHandler implements Handler<RoutingContext> {

    private final LiveSummaries live;

    public LiveSummaryHandler(LiveSummaries live) {
        this.live = live;
    }

    @Override
    public void handle(RoutingContext context) {
        live.open(context, SummaryKey.video(Parameters.of(context, Set.of()).id("videoId")));
    }
}
