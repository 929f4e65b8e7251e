package io.github.viewtally.api.response;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Who may keep a copy of an answer, and for how long it may be used without asking again. */
public enum CachePolicy {
    /** Anyone, proxies included. */
    PUBLIC("public, max-age=1, stale-while-revalidate=5"),
    /** Only the client that asked, which must ask again each time: its next request may have another token. */
    PRIVATE("private, no-cache"),
    /** Nobody. */
    NONE("no-store");

    private final CharSequence header;

    CachePolicy(String header) {
        this.header = HttpHeaders.createOptimized(header);
    }

    /** The value of Cache-Control. */
    CharSequence header() {
        return header;
    }

    /**
     * Marks a response, whatever it will be, as one that depends on the access token, and forbids to keep it. What may be
     * kept replaces Cache-Control.
     */
    public static void dependsOnToken(HttpServerResponse response) {
        Vary.add(response.headers(), HttpHeaders.AUTHORIZATION);
        response.putHeader(HttpHeaders.CACHE_CONTROL, NONE.header);
    }
}
