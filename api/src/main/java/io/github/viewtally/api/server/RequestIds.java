package io.github.viewtally.api.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;

/** Names each request: as its client does, if that is a proper name, otherwise by one that no other process makes. */
final class RequestIds {

    static final CharSequence HEADER = HttpHeaders.createOptimized("x-request-id");
    private static final int LONGEST = 64;

    private final String process = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX) + "-";
    private long made;

    String of(HttpServerRequest request) {
        String given = request.headers().get(HEADER);
        return given != null && isProper(given) ? given : process + Long.toString(made++, Character.MAX_RADIX);
    }

    private static boolean isProper(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
