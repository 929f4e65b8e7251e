package io.github.viewtally.api.server;

import io.github.viewtally.api.response.CachePolicy;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Lets pages of the allowed origins use the API (the Fetch standard's CORS protocol). Pages of named origins may send
 * credentials, which {@code navigator.sendBeacon} always does; the API itself has no cookies. Responses to pages of other
 * origins have no CORS headers, so their browsers do not show them.
 */
public final class CrossOrigin implements Handler<RoutingContext> {

    private static final CharSequence METHODS = HttpHeaders.createOptimized("DELETE,GET,HEAD,POST");
    private static final CharSequence REQUEST_HEADERS =
            HttpHeaders.createOptimized("Authorization,Content-Type,If-None-Match,Last-Event-ID,X-Request-Id");
    private static final CharSequence RESPONSE_HEADERS =
            HttpHeaders.createOptimized("Allow,ETag,Retry-After,WWW-Authenticate,X-Request-Id");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final CharSequence PREFLIGHT_MAX_AGE_SECONDS = HttpHeaders.createOptimized("3600");

    private static final CharSequence FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    /** The origin of pages that send no referrer, or whose documents are sandboxed. */
    private static final String OPAQUE = "null";

    private static final String KEY = CrossOrigin.class.getName();

    private final Set<String> origins;
    private final boolean any;

    public CrossOrigin(BrowserConfig browsers) {
        origins = Set.copyOf(browsers.allowedOrigins());
        any = origins.contains(BrowserConfig.ANY);
    }

    /** Adds the CORS headers that a page of another origin needs to read a response, even an error. */
    void addTo(HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        if (any) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, BrowserConfig.ANY)
                    .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        } else if (!origins.isEmpty()) {
            CachePolicy.varyBy(headers, HttpHeaders.ORIGIN);
            String origin = request.headers().get(HttpHeaders.ORIGIN);
            if (origin != null && origins.contains(origin)) {
                headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                        .set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE)
                        .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
            }
        }
    }

    /** Responds to preflights of allowed origins; passes all other requests on. */
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.put(KEY, this);
        if (request.method() == HttpMethod.OPTIONS
                && isAllowed(request.headers().get(HttpHeaders.ORIGIN))
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            context.response()
                    .setStatusCode(204)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE_SECONDS)
                    .end();
        } else {
            context.next();
        }
    }

    private boolean isAllowed(String origin) {
        return origin != null && (any || origins.contains(origin));
    }

    /**
     * Returns whether the request comes from a page that may not use the API. Only requests without a preflight can,
     * because browsers do not send the others. If any origin is allowed, a page with an opaque origin counts as
     * allowed.
     */
    static boolean isFromOtherPage(RoutingContext context) {
        CrossOrigin crossOrigin = context.get(KEY);
        return crossOrigin != null && crossOrigin.isFromOtherPage(context.request());
    }

    private boolean isFromOtherPage(HttpServerRequest request) {
        String origin = request.headers().get(HttpHeaders.ORIGIN);
        boolean allowed = isAllowed(origin) || OPAQUE.equals(origin) && !origins.isEmpty();
        return !allowed && !isFromOwnPage(request, origin);
    }

    /** Uses Sec-Fetch-Site of current browsers. For others it compares the origin with the host. */
    private static boolean isFromOwnPage(HttpServerRequest request, String origin) {
        String site = request.headers().get(FETCH_SITE);
        if (site != null) {
            return OWN_SITES.contains(site);
        }
        return origin == null || origin.endsWith("://" + request.headers().get(HttpHeaders.HOST));
    }
}
