package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.response.ConditionalGet;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Responds from the cache if it can, and with 304 if the client has the current response. */
public final class CachedResponder {

    private final ResponseCache cache;
    private final ConditionalGet conditionalGet;

    public CachedResponder(ResponseCache cache, ConditionalGet conditionalGet) {
        this.cache = requireNonNull(cache, "cache");
        this.conditionalGet = requireNonNull(conditionalGet, "conditionalGet");
    }

    /**
     * Responds to a request.
     *
     * @param key the resource: the path, and the parameters that the response depends on
     * @param read reads the table; called only if the response is not cached
     */
    public void respond(RoutingContext context, String key, Supplier<Future<CachedResponse>> read) {
        CachedResponse known = cache.getIfPresent(key);
        if (known != null) {
            conditionalGet.send(context, known);
            return;
        }
        cache.read(key, read)
                .onSuccess(answer -> conditionalGet.send(context, answer))
                .onFailure(context::fail);
    }
}
