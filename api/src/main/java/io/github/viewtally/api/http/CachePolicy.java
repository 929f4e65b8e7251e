package io.github.viewtally.api.http;

import io.vertx.core.http.HttpHeaders;

/** Who may keep a copy of an answer, and for how long it may be used without asking again. */
public enum CachePolicy {
    /** Anyone, proxies included. */
    PUBLIC("public, max-age=1, stale-while-revalidate=5"),
    /** Only the client that asked. */
    PRIVATE("private, max-age=1, stale-while-revalidate=5");

    private final CharSequence header;

    CachePolicy(String header) {
        this.header = HttpHeaders.createOptimized(header);
    }

    /** The value of Cache-Control. */
    CharSequence header() {
        return header;
    }
}
