package io.github.viewtally.api.request;

/** Called at the end of each request, on the event loop. It must be fast and must not block. */
@FunctionalInterface
public interface RequestListener {

    void ended(RequestContext request);
}
