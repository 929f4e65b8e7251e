package io.github.viewtally.api.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed token (RFC 7519) that nobody should believe yet.
 *
 * @param keyId of the key that it says it is signed with; null if it does not say
 */
record UnverifiedToken(String text, String keyId) {

    private static final Pattern CREDENTIALS = Pattern.compile("(?i:bearer)($| .*)");
    private static final Pattern SIGNED = Pattern.compile("([A-Za-z0-9_-]+)[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+");

    /**
     * The token of a request; empty if it has none.
     *
     * @throws io.github.viewtally.api.http.ProblemException 401 for what cannot be a good token: not signed, signed in a
     *     way that whoever verifies could sign too, or with extensions that must be understood
     */
    static Optional<UnverifiedToken> of(HttpServerRequest request) {
        List<String> credentials = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (credentials.size() > 1) {
            throw AuthProblems.badToken().asException();
        }
        return credentials.stream()
                .map(CREDENTIALS::matcher)
                .filter(Matcher::matches)
                .map(bearer -> parse(bearer.group(1).strip()))
                .findFirst();
    }

    private static UnverifiedToken parse(String text) {
        Matcher token = SIGNED.matcher(text);
        try {
            if (token.matches()) {
                JsonObject header = new JsonObject(
                        new String(Base64.getUrlDecoder().decode(token.group(1)), StandardCharsets.UTF_8));
                if (header.getValue("alg") instanceof String algorithm
                        && SigningKey.ALGORITHMS.contains(algorithm)
                        && !header.containsKey("crit")
                        && isTextOrLeftOut(header, "kid")
                        && isTextOrLeftOut(header, "typ")) {
                    return new UnverifiedToken(text, (String) header.getValue("kid"));
                }
            }
        } catch (RuntimeException e) {
            // Whatever Base64 and JSON say of it, it is no token.
        }
        throw AuthProblems.badToken().asException();
    }

    private static boolean isTextOrLeftOut(JsonObject header, String name) {
        return !header.containsKey(name) || header.getValue(name) instanceof String;
    }
}
