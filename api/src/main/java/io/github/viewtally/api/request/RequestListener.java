package io.github.viewtally.api.request;

/** Called at the start and at the end of each request, on the event loop. It must be fast and must not block. */
@FunctionalInterface
public interface RequestListener {

    default void began(RequestContext request) {}

    void ended(RequestContext request);
}
