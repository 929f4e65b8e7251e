package io.github.viewtally.api.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * What every answer tells a browser: guess no types, send no addresses on, let nothing be loaded or framed. A page has a
 * policy of its own in place of that.
 */
final class SecurityHeaders {

    private static final CharSequence TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence NOTHING =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("strict-transport-security");

    private final Optional<CharSequence> transportSecurity;

    /**
     * To be sent along.
     *
     * @param hstsSeconds how long browsers are told to come by HTTPS only; 0 for not telling them
     */
    SecurityHeaders(int hstsSeconds) {
        transportSecurity = hstsSeconds == 0
                ? Optional.empty()
                : Optional.of(HttpHeaders.createOptimized("max-age=" + hstsSeconds));
    }

    void addTo(MultiMap headers) {
        headers.set(TYPE_OPTIONS, NO_SNIFF).set(REFERRER_POLICY, NO_REFERRER).set(CONTENT_POLICY, NOTHING);
        transportSecurity.ifPresent(maxAge -> headers.set(TRANSPORT_SECURITY, maxAge));
    }
}
