package io.github.viewtally.api.ops;

import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.request.RequestListener;
import io.github.viewtally.api.tracing.Tracing;

/** Makes a span of each request, from the end of its head to the end of the response. Use it on one event loop. */
public final class RequestTracing implements RequestListener {

    private final Tracing tracing;

    public RequestTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void began(RequestContext request) {
        request.setSpan(tracing.startRequest(request.request()));
    }

    @Override
    public void ended(RequestContext request) {
        request.span().ifPresent(span -> span.end(request.route(), request.status()));
    }
}
