package io.github.viewtally.api.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;

/** Gives each request an id: the one of its client if it is valid, otherwise a new one that no other process uses. */
final class RequestIds {

    static final CharSequence HEADER = HttpHeaders.createOptimized("x-request-id");
    private static final int MAX_LENGTH = 64;

    private final String process = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX) + "-";
    private long count;

    String of(HttpServerRequest request) {
        String given = request.headers().get(HEADER);
        return given != null && isValid(given) ? given : process + Long.toString(count++, Character.MAX_RADIX);
    }

    private static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
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
