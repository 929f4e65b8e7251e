package io.github.viewtally.api.request;

/** Is told of every exchange when it has ended, on the event loop: it must be quick, and must not block. */
@FunctionalInterface
public interface RequestListener {

    void ended(RequestContext exchange);
}
