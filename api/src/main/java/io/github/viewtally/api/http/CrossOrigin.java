package io.github.viewtally.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of the allowed origins use the API (the Fetch standard's CORS protocol). To pages of others it says nothing,
 * and their browsers keep the answers from them; that includes those of the API's own origin, who need no leave.
 */
public final class CrossOrigin implements Handler<RoutingContext> {

    private static final int PREFLIGHT_KEPT_SECONDS = 3_600;

    private final Set<String> origins;
    private final CorsHandler cors;

    /** What requests pass on their way to their route; nothing, if no origin is allowed. */
    public static List<Handler<RoutingContext>> handlers(BrowserConfig browsers) {
        return browsers.allowedOrigins().isEmpty() ? List.of() : List.of(new CrossOrigin(browsers));
    }

    private CrossOrigin(BrowserConfig browsers) {
        origins = new HashSet<>(browsers.allowedOrigins());
        cors = CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "If-None-Match", "X-Request-Id"))
                .exposedHeaders(Set.of("Allow", "ETag", "Retry-After", "WWW-Authenticate", "X-Request-Id"))
                .maxAgeSeconds(PREFLIGHT_KEPT_SECONDS);
        if (!isForAll()) {
            cors.addOrigins(List.copyOf(origins));
        }
    }

    private boolean isForAll() {
        return origins.contains(BrowserConfig.ANY);
    }

    @Override
    public void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (isForAll() || origins.contains(origin)) {
            cors.handle(context);
        } else {
            context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            context.next();
        }
    }
}
