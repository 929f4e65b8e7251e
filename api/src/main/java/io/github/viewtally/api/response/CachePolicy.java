package io.github.viewtally.api.response;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Defines which caches may store a response, and for how long it is fresh. */
public enum CachePolicy {
    /** Everyone, including proxies. */
    PUBLIC("public, max-age=1, stale-while-revalidate=5"),
    /** Everyone, including proxies, for an hour: a file that changes only with the version of the API. */
    FILE("public, max-age=3600"),
    /** Only the client, which must revalidate each time, because its next request may have another token. */
    PRIVATE("private, no-cache"),
    NONE("no-store");

    private final CharSequence header;

    CachePolicy(String header) {
        this.header = HttpHeaders.createOptimized(header);
    }

    /** Returns the value of Cache-Control. */
    CharSequence header() {
        return header;
    }

    /** Forbids every cache to store a response. */
    public static void forbidCaching(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, NONE.header);
    }

    /**
     * Marks a response as dependent on the access token, and forbids caching. A cacheable response replaces Cache-
     * Control later.
     */
    public static void dependsOnToken(HttpServerResponse response) {
        varyBy(response.headers(), HttpHeaders.AUTHORIZATION);
        response.putHeader(HttpHeaders.CACHE_CONTROL, NONE.header);
    }

    /** Adds a request header to the header Vary, because the response depends on it (RFC 9110, section 12.5.5). */
    public static void varyBy(MultiMap responseHeaders, CharSequence requestHeader) {
        String others = responseHeaders.get(HttpHeaders.VARY);
        responseHeaders.set(HttpHeaders.VARY, others == null ? requestHeader : others + ", " + requestHeader);
    }
}
