package io.github.viewtally.api.response;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** The response header Vary: the request headers on which a response depends (RFC 9110, section 12.5.5). */
public final class Vary {

    private Vary() {}

    /** Adds a request header to the header Vary. */
    public static void add(MultiMap responseHeaders, CharSequence name) {
        String others = responseHeaders.get(HttpHeaders.VARY);
        responseHeaders.set(HttpHeaders.VARY, others == null ? name : others + ", " + name);
    }
}
