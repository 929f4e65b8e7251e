package io.github.viewtally.api.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * Security headers of all responses: no MIME sniffing, no referrers, no loading, no framing. A page sets its own policy
 * instead.
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
     * Creates the headers.
     *
     * @param hstsSeconds how long browsers must use HTTPS only; 0 to send no such header
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
